#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/core/output_file.h"
#include "seqlens/tracks/npy_writer.h"

#include "seq-embed/result_writer.h"

namespace seq_embed {
namespace {

using namespace seqlens;

/// "x.npy" -> "x.records.tsv"
std::string records_path(const std::string& path) {
  return path.substr(0, path.size() - std::string_view(".npy").size()) + ".records.tsv";
}

class NpyResultWriter final : public ResultWriter {
 public:
  NpyResultWriter(const std::string& path, std::size_t row_width)
      : row_width_(row_width),
        values_(path, tracks::NpyType::float32, {row_width}),
        records_(records_path(path)) {
    records_.write("record\tfirst\tcount\n");
  }

  void write(const RecordResult& result, const std::string&) override {
    const std::vector<float>& values = result.arrays.front().values;
    const std::size_t count = values.size() / row_width_;
    values_.write(std::span<const float>(values));
    records_.write(fmt::format("{}\t{}\t{}\n", json_escaped(result.name), first_, count));
    first_ += count;
  }

  void finish() override {
    Publication together;
    values_.commit(together);
    records_.commit(together);
    together.publish();
  }

 private:
  std::size_t row_width_;
  tracks::NpyWriter values_;
  OutputFile records_;
  std::size_t first_ = 0;  // row of the next record
};

}  // namespace

std::unique_ptr<ResultWriter> make_npy_writer(const std::string& path, std::size_t row_width) {
  return std::make_unique<NpyResultWriter>(path, row_width);
}

}  // namespace seq_embed
