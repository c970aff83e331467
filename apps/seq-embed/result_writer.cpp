#include "seq-embed/result_writer.h"

namespace seq_embed {

std::unique_ptr<ResultWriter> make_writer(const Options& options, const Request& request,
                                          const seqlens::opened_model::OpenedModel& model,
                                          seqlens::cli::Streams& streams) {
  if (options.format == "safetensors") return make_safetensors_writer(options.output, request, model);
  if (options.format == "npy") return make_npy_writer(options.output, row_width(request, model.config()));
  return make_tsv_writer(options.output, request, model, streams.out);
}

}  // namespace seq_embed
