#include "seq-tokenize/token_writer.h"

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/core/output_file.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/npy_writer.h"

#include "seq-tokenize/token_texts.h"

namespace seq_tokenize {
namespace {

using namespace seqlens;

class TsvWriter final : public TokenWriter {
 public:
  TsvWriter(const Options& options, const tokenize::Tokenizer& tokenizer, cli::Streams& streams)
      : texts_(tokenizer), target_(options.output, streams.out) {
    target_.write("record\tindex\tid\ttoken\tstart\tend\n");
  }

  std::string text_of(const TokenPart& part) const override {
    const std::string record = json_escaped(part.record);
    fmt::memory_buffer text;
    std::int64_t index = part.first_index;
    for (std::size_t i = 0; i < part.tokens.ids.size(); ++i) {
      const Interval span = part.tokens.map[i];
      append(text, record);
      append(text, index++);
      append(text, part.tokens.ids[i]);
      append(text, texts_.of(part.tokens.ids[i]));
      append(text, part.offset + span.begin);
      append(text, part.offset + span.end, '\n');
    }
    return fmt::to_string(text);
  }

  void write(const TokenPart&, const std::string& text) override { target_.write(text); }
  void finish() override { target_.commit(); }

 private:
  // Cell by cell, without a format string for the line: 2x faster, and this is what a run spends its time on.
  static void append(fmt::memory_buffer& text, const std::string& cell) {
    text.append(cell);
    text.push_back('\t');
  }
  static void append(fmt::memory_buffer& text, std::int64_t number, char after = '\t') {
    const fmt::format_int digits(number);
    text.append(digits.data(), digits.data() + digits.size());
    text.push_back(after);
  }

  TokenTexts texts_;
  seqio::DataOutput target_;
};

class JsonLinesWriter final : public TokenWriter {
 public:
  JsonLinesWriter(const Options& options, const tokenize::Tokenizer& tokenizer, cli::Streams& streams)
      : texts_(tokenizer), target_(options.output, streams.out) {}

  std::string text_of(const TokenPart& part) const override {
    std::string ids, tokens, spans;
    for (std::size_t i = 0; i < part.tokens.ids.size(); ++i) {
      const char* comma = i == 0 ? "" : ",";
      const std::int32_t id = part.tokens.ids[i];
      const Interval span = part.tokens.map[i];
      fmt::format_to(std::back_inserter(ids), "{}{}", comma, id);
      fmt::format_to(std::back_inserter(tokens), "{}\"{}\"", comma, texts_.of(id));
      fmt::format_to(std::back_inserter(spans), "{}[{},{}]", comma, part.offset + span.begin,
                     part.offset + span.end);
    }
    return fmt::format("{{\"record\":\"{}\",\"ids\":[{}],\"tokens\":[{}],\"spans\":[{}]}}\n",
                       json_escaped(part.record), ids, tokens, spans);
  }

  void write(const TokenPart&, const std::string& text) override { target_.write(text); }
  void finish() override { target_.commit(); }
  bool wants_whole_records() const override { return true; }

 private:
  TokenTexts texts_;
  seqio::DataOutput target_;
};

/// "x.npy" -> "x" + suffix
std::string beside(const std::string& path, std::string_view suffix) {
  return path.substr(0, path.size() - std::string_view(".npy").size()).append(suffix);
}

class NpyTokenWriter final : public TokenWriter {
 public:
  explicit NpyTokenWriter(const std::string& path)
      : ids_(path, tracks::NpyType::int32),
        spans_(beside(path, ".spans.npy"), tracks::NpyType::int64, {2}),
        records_(beside(path, ".records.tsv")) {
    records_.write("record\tfirst\tcount\tletters\n");
  }

  std::string text_of(const TokenPart&) const override { return {}; }

  void write(const TokenPart& part, const std::string&) override {
    ids_.write(std::span<const std::int32_t>(part.tokens.ids));
    spans_.write(std::span<const std::int64_t>(places_of(part)));
    count_ += part.tokens.ids.size();
    letters_ += part.letters;
    if (part.is_last) end_record(part.record);
  }

  void finish() override {
    Publication together;
    ids_.commit(together);
    spans_.commit(together);
    records_.commit(together);
    together.publish();
  }

 private:
  static std::vector<std::int64_t> places_of(const TokenPart& part) {
    std::vector<std::int64_t> places;
    places.reserve(2 * part.tokens.map.size());
    for (const Interval span : part.tokens.map)
      places.insert(places.end(), {part.offset + span.begin, part.offset + span.end});
    return places;
  }

  void end_record(const std::string& record) {
    records_.write(fmt::format("{}\t{}\t{}\t{}\n", json_escaped(record), first_, count_, letters_));
    first_ += count_;
    count_ = 0;
    letters_ = 0;
  }

  tracks::NpyWriter ids_;
  tracks::NpyWriter spans_;
  OutputFile records_;
  std::uint64_t first_ = 0;
  std::uint64_t count_ = 0;
  std::int64_t letters_ = 0;
};

}  // namespace

std::unique_ptr<TokenWriter> make_writer(const Options& options, const tokenize::Tokenizer& tokenizer,
                                         cli::Streams& streams) {
  if (options.format == "npy") return std::make_unique<NpyTokenWriter>(options.output);
  if (options.format == "jsonl") return std::make_unique<JsonLinesWriter>(options, tokenizer, streams);
  return std::make_unique<TsvWriter>(options, tokenizer, streams);
}

}  // namespace seq_tokenize
