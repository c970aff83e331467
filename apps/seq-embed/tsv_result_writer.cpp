#include <utility>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/seqio/data_output.h"

#include "seq-embed/result_writer.h"

namespace seq_embed {
namespace {

using namespace seqlens;

/// Shortest text that reads back as the same float.
void append(fmt::memory_buffer& text, float value) {
  fmt::format_to(std::back_inserter(text), "\t{}", value);
}

/// Writes tables whose columns depend on what was asked for.
class TsvResultWriter final : public ResultWriter {
 public:
  TsvResultWriter(const std::string& path, const Request& request, const opened_model::OpenedModel& model,
                  std::ostream& standard_output)
      : request_(request), header_(header(model.config())), output_(path, standard_output) {}

  std::string text_of(const RecordResult& result) const override {
    fmt::memory_buffer text;
    const std::string record = json_escaped(result.name);
    for (const ResultArray& array : result.arrays) {
      if (request_.what == What::attentions)
        append_attentions(record, result, array, text);
      else if (request_.what == What::contacts)
        append_contacts(record, result, array, text);
      else
        append_rows(record, result, array, text);
    }
    return fmt::to_string(text);
  }

  void write(const RecordResult&, const std::string& text) override {
    write_header();
    output_.write(text);
  }
  void flush() override { output_.flush(); }
  void finish() override {
    write_header();
    output_.commit();
  }

 private:
  /// Waits for the first record: a run that fails on it writes nothing.
  void write_header() { output_.write(std::exchange(header_, {})); }

  [[nodiscard]] bool has_token_columns() const {
    return request_.has_token_rows() && request_.pool == Pool::none;
  }

  [[nodiscard]] std::string header(const model::EncoderConfig& config) const {
    if (request_.what == What::attentions) return "record\tlayer\thead\tquery\tkey\tattention\n";
    if (request_.what == What::contacts) return "record\ti\tj\tprobability\n";
    std::string text = "record";
    if (request_.named_layers) text += "\tlayer";
    if (has_token_columns()) text += "\tindex\tstart\tend";
    for (std::size_t i = 0; i < row_width(request_, config); ++i) text += '\t' + column_name(config, i);
    return text + '\n';
  }

  [[nodiscard]] std::string column_name(const model::EncoderConfig& config, std::size_t i) const {
    if (request_.has_classes()) return json_escaped(config.classify->labels[i]);
    return (request_.what == What::states ? "d" : "logit") + std::to_string(i);
  }

  void append_rows(const std::string& record, const RecordResult& result, const ResultArray& array,
                   fmt::memory_buffer& text) const {
    const std::size_t width = array.shape.back();
    for (std::size_t begin = 0; begin < array.values.size(); begin += width) {
      text.append(record);
      const auto out = std::back_inserter(text);
      if (array.layer) fmt::format_to(out, "\t{}", *array.layer);
      if (has_token_columns()) {
        const TokenRow& row = result.rows[begin / width];
        fmt::format_to(out, "\t{}\t{}\t{}", row.index, row.span.begin, row.span.end);
      }
      for (std::size_t i = 0; i < width; ++i) append(text, array.values[begin + i]);
      text.push_back('\n');
    }
  }

  void append_attentions(const std::string& record, const RecordResult& result, const ResultArray& array,
                         fmt::memory_buffer& text) const {
    auto value = array.values.begin();
    for (const int layer : request_.layers)
      for (std::size_t head = 0; head < array.shape[1]; ++head)
        for (const TokenRow& query : result.rows)
          for (const TokenRow& key : result.rows)
            fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{}\t{}\n", record, layer, head,
                           query.index, key.index, *value++);
  }

  /// Each pair once; the matrix is symmetric.
  static void append_contacts(const std::string& record, const RecordResult& result, const ResultArray& array,
                              fmt::memory_buffer& text) {
    const std::size_t size = array.shape[0];
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = i + 1; j < size; ++j)
        fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\n", record, result.rows[i].span.begin,
                       result.rows[j].span.begin, array.values[i * size + j]);
  }

  const Request& request_;
  std::string header_;  // until it is written
  seqio::DataOutput output_;
};

}  // namespace

std::unique_ptr<ResultWriter> make_tsv_writer(const std::string& path, const Request& request,
                                              const opened_model::OpenedModel& model,
                                              std::ostream& standard_output) {
  return std::make_unique<TsvResultWriter>(path, request, model, standard_output);
}

}  // namespace seq_embed
