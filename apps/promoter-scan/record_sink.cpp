#include "promoter-scan/record_sink.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"

#include "promoter-scan/record_place.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

/// A line before it has a form.
struct RecordLine {
  std::string_view name;
  std::int64_t bases = 0;
  const scan::RecordScore* score = nullptr;  // null: none
  RecordPlace place;
  double probability = 0;
  std::string_view label;
};

std::string tss_text(const RecordPlace& place, std::string_view none) {
  return place.tss ? fmt::format("{}", *place.tss) : std::string(none);
}

void append_tsv(std::string& text, const RecordLine& line) {
  auto out = std::back_inserter(text);
  if (!line.score) {
    fmt::format_to(out, "{}\t{}\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\n", line.name, line.bases);
    return;
  }
  fmt::format_to(out, "{}\t{}\t{:.6f}\t{}\t{}\t{:.6f}\t{}\t{}\t{}\t{}\n", line.name, line.bases,
                 line.probability, line.label, to_char(line.place.strand), line.score->logit,
                 line.place.chrom, line.place.window.begin, line.place.window.end,
                 tss_text(line.place, "NA"));
}

void append_json(std::string& text, const RecordLine& line) {
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{{\"name\":{},\"length\":{},", json_string(line.name), line.bases);
  if (!line.score) {
    text +=
        "\"probability\":null,\"label\":null,\"strand\":null,\"score\":null,\"chrom\":null,\"start\":null,"
        "\"end\":null,\"tss\":null}\n";
    return;
  }
  fmt::format_to(out,
                 "\"probability\":{:.6f},\"label\":{},\"strand\":\"{}\",\"score\":{:.6f},\"chrom\":{},"
                 "\"start\":{},\"end\":{},\"tss\":{}}}\n",
                 line.probability, json_string(line.label), to_char(line.place.strand), line.score->logit,
                 json_string(line.place.chrom), line.place.window.begin, line.place.window.end,
                 tss_text(line.place, "null"));
}

}  // namespace

std::string RecordSink::header(const HeaderFacts& facts) const {
  if (format_ == "tsv") return "name\tlength\tprobability\tlabel\tstrand\tscore\tchrom\tstart\tend\ttss\n";
  if (format_ != "bed") return {};
  return fmt::format(
             "# promoter-scan {}, model sha256 {}, f32\n"
             "# best windows of records, strand {}, {} every {} bases\n"
             "# probability: of {} where a share of {} of the records are\n",
             facts.version, facts.model_digest, facts.strand, facts.positions ? "score" : "window",
             facts.stride, facts.label, prior_) +
         bed_column_names();
}

void RecordSink::on_windows(const input::SourceRecord&, std::span<const scan::WindowScore> windows) {
  finder_.add(windows);
}

void RecordSink::on_record_end(const input::SourceRecord& record, std::int64_t bases) {
  const auto score = finder_.take();
  if (!score) ++without_score_;
  if (!score && bed_) return;  // no score, no place
  RecordLine line{record.name, bases, nullptr, {}, 0, {}};
  if (score) {
    const RecordVerdict verdict = judge_record(*score, curve_, prior_, threshold_);
    line.score = &*score;
    line.place = place_of(*score, shapes_, record, bases);
    line.probability = verdict.probability;
    line.label = verdict.positive ? settings_.label : negative_;
  }
  if (bed_) {
    const scan::Call call{line.place.window, line.place.strand, line.place.nearest_tss,
                          static_cast<float>(score->logit)};
    bed_->append(text_, {line.place.chrom, record.name, call, line.probability, line.label});
  } else {
    (format_ == "tsv" ? append_tsv : append_json)(text_, line);
  }
}

void RecordSink::on_batch_end(const scan::ScanCounts&) {
  output_.write(text_);
  output_.flush();
  text_.clear();
}

}  // namespace promoter_scan
