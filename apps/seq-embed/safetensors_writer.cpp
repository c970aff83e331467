#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/checkpoint/safetensors_stream.h"
#include "seqlens/core/version.h"

#include "seq-embed/result_writer.h"
#include "seq-embed/unique_names.h"

namespace seq_embed {
namespace {

using namespace seqlens;

std::string_view pool_name(Pool pool) {
  if (pool == Pool::none) return "none";
  if (pool == Pool::cls) return "cls";
  return pool == Pool::max ? "max" : "mean";
}

/// What a reader of the file needs to know of how it was made.
checkpoint::Metadata metadata_of(const Request& request, const opened_model::OpenedModel& model) {
  checkpoint::Metadata metadata{{"program", fmt::format("seq-embed {}", version())},
                                {"model_sha256", model.digest()},
                                {"what", request.name},
                                {"pool", std::string(pool_name(request.pool))},
                                {"special", request.drop_special ? "drop" : "keep"}};
  if (!request.layers.empty()) metadata["layers"] = fmt::format("{}", fmt::join(request.layers, ","));
  return metadata;
}

class SafetensorsWriter final : public ResultWriter {
 public:
  SafetensorsWriter(const std::string& path, const Request& request, const opened_model::OpenedModel& model)
      : stream_(path), metadata_(metadata_of(request, model)) {}

  void write(const RecordResult& result, const std::string&) override {
    const std::string record = names_.add(result.name);
    for (const ResultArray& array : result.arrays) {
      std::string name = record + '.' + array.what;
      if (array.layer) name += '.' + std::to_string(*array.layer);
      stream_.add(checkpoint::float_tensor(std::move(name), array.shape, array.values));
    }
  }

  void finish() override { stream_.commit(metadata_); }
  std::uint64_t renamed() const override { return names_.renamed(); }

 private:
  checkpoint::SafetensorsStream stream_;
  checkpoint::Metadata metadata_;
  UniqueNames names_;
};

}  // namespace

std::unique_ptr<ResultWriter> make_safetensors_writer(const std::string& path, const Request& request,
                                                      const opened_model::OpenedModel& model) {
  return std::make_unique<SafetensorsWriter>(path, request, model);
}

}  // namespace seq_embed
