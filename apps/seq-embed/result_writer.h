#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"

#include "seq-embed/options.h"
#include "seq-embed/record_result.h"
#include "seq-embed/request.h"

namespace seq_embed {

/// Writes results in one of the formats. Files appear at finish().
class ResultWriter {
 public:
  virtual ~ResultWriter() = default;
  /// The text of a result, if the format is text; may be called from any thread.
  [[nodiscard]] virtual std::string text_of(const RecordResult&) const { return {}; }
  /// `text` is text_of(result). Called in the order of the input.
  virtual void write(const RecordResult& result, const std::string& text) = 0;
  /// A batch is through: somebody may be waiting for it.
  virtual void flush() {}
  virtual void finish() = 0;
  /// Records that got another name since theirs came before.
  [[nodiscard]] virtual std::uint64_t renamed() const { return 0; }
};

/// @throws Error when the output cannot be created
[[nodiscard]] std::unique_ptr<ResultWriter> make_writer(const Options& options, const Request& request,
                                                        const seqlens::opened_model::OpenedModel& model,
                                                        seqlens::cli::Streams& streams);

std::unique_ptr<ResultWriter> make_safetensors_writer(const std::string& path, const Request& request,
                                                      const seqlens::opened_model::OpenedModel& model);
std::unique_ptr<ResultWriter> make_npy_writer(const std::string& path, std::size_t row_width);
std::unique_ptr<ResultWriter> make_tsv_writer(const std::string& path, const Request& request,
                                              const seqlens::opened_model::OpenedModel& model,
                                              std::ostream& standard_output);

}  // namespace seq_embed
