#include "promoter-scan/record_sink.h"

#include <iterator>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

/// A line before it has a form.
struct RecordLine {
  std::string_view name;
  std::int64_t bases = 0;
  const scan::RecordScore* score = nullptr;  // null: none
  Strand strand = Strand::unknown;           // of the genome for a region of one, else of the record
  double probability = 0;
  std::string_view label;
};

void append_tsv(std::string& text, const RecordLine& line) {
  auto out = std::back_inserter(text);
  if (!line.score) {
    fmt::format_to(out, "{}\t{}\tNA\tNA\tNA\tNA\n", line.name, line.bases);
    return;
  }
  fmt::format_to(out, "{}\t{}\t{:.6f}\t{}\t{}\t{:.6f}\n", line.name, line.bases, line.probability, line.label,
                 to_char(line.strand), line.score->logit);
}

void append_json(std::string& text, const RecordLine& line) {
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{{\"name\":{},\"length\":{},", json_string(line.name), line.bases);
  if (!line.score) {
    text += "\"probability\":null,\"label\":null,\"strand\":null,\"score\":null}\n";
    return;
  }
  fmt::format_to(out, "\"probability\":{:.6f},\"label\":{},\"strand\":\"{}\",\"score\":{:.6f}}}\n",
                 line.probability, json_string(line.label), to_char(line.strand), line.score->logit);
}

Strand strand_on_genome(Strand on_record, const input::SourceRecord& record) {
  if (!record.reversed || on_record == Strand::unknown) return on_record;
  return on_record == Strand::forward ? Strand::reverse : Strand::forward;
}

}  // namespace

std::string RecordSink::header() const {
  return format_ == RecordFormat::tsv ? "name\tlength\tprobability\tlabel\tstrand\tscore\n" : "";
}

void RecordSink::on_windows(const input::SourceRecord&, std::span<const scan::WindowScore> windows) {
  finder_.add(windows);
}

void RecordSink::on_record_end(const input::SourceRecord& record, std::int64_t bases) {
  const auto score = finder_.take();
  RecordLine line{record.name, bases, nullptr, Strand::unknown, 0, {}};
  if (score) {
    const RecordVerdict verdict = judge_record(*score, curve_, prior_, threshold_);
    line.score = &*score;
    line.strand = strand_on_genome(score->strand, record);
    line.probability = verdict.probability;
    line.label = verdict.positive ? settings_.label : negative_;
  } else {
    ++without_score_;
  }
  (format_ == RecordFormat::tsv ? append_tsv : append_json)(text_, line);
}

void RecordSink::on_batch_end(const scan::ScanCounts&) {
  output_.write(text_);
  output_.flush();
  text_.clear();
}

}  // namespace promoter_scan
