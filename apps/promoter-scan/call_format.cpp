#include "promoter-scan/call_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/tracks/autosql.h"
#include "seqlens/tracks/colours.h"

#include "promoter-scan/gff_text.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

constexpr std::string_view kBedColumns =
    "chrom\tstart\tend\tname\tscore\tstrand\tthickStart\tthickEnd\titemRgb\tprobability\ttss\tlogit\tlabel\n";
constexpr std::string_view kTsvColumns =
    "chrom\tstart\tend\tname\tscore\tstrand\tprobability\ttss\tlogit\tlabel\n";

/// Logits that a score tells apart lie 0.012 (near 0), 0.03 (at 6) or 0.09 (at 10) from each other.
constexpr double kRankScale = 3;

/// Beyond this an estimated share of wrong calls says no more: the calibration has a few hundred calls.
constexpr double kLowestFdr = 1e-3;

std::string probability_text(const HeaderFacts& facts) {
  return facts.calibrated ? "precision of calls with this logit on the scan-dev region"
                          : "logistic function of the logit (the model is not calibrated on a scan)";
}

std::string chrom_of(const CallLine& line) {
  return line.chrom.empty() ? "." : std::string(line.chrom);
}

/// Reads give their calls their names; otherwise the place does, with the TSS counted from `first_base`.
std::string name_of(const CallLine& line, std::int64_t first_base = 0) {
  if (!line.read.empty()) return std::string(line.read);
  return fmt::format("{}:{}:{}", chrom_of(line), line.call.tss + first_base, to_char(line.call.strand));
}

std::string_view label_of(const CallLine& line, std::string_view label) {
  return line.label.empty() ? label : line.label;
}

void append_bed6(std::string& text, const CallLine& line) {
  fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{}\t{}", chrom_of(line), line.call.window.begin,
                 line.call.window.end, name_of(line), rank_score(line.call.logit), to_char(line.call.strand));
}

void append_bed9(std::string& text, const CallLine& line) {
  const tracks::Rgb colour = tracks::kOkabeIto[line.call.strand == Strand::reverse ? 1 : 0];
  append_bed6(text, line);
  fmt::format_to(std::back_inserter(text), "\t{}\t{}\t{},{},{}", line.call.tss, line.call.tss + 1, colour.red,
                 colour.green, colour.blue);
}

void append_own_columns(std::string& text, const CallLine& line, std::string_view label) {
  fmt::format_to(std::back_inserter(text), "\t{:.6f}\t{}\t{:.6f}\t{}\n", line.probability, line.call.tss,
                 line.call.logit, label);
}

/// BED9 and what stands behind it.
class BedFormat final : public CallFormat {
 public:
  explicit BedFormat(std::string label) : label_(std::move(label)) {}
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override {
    return comment_lines(facts) + bed_column_names();
  }
  void append(std::string& text, const CallLine& line) const override {
    append_bed9(text, line);
    append_own_columns(text, line, label_of(line, label_));
  }

 private:
  std::string label_;
};

/// For readers that take nothing else: no comment, no column of ours.
class PlainBedFormat final : public CallFormat {
 public:
  [[nodiscard]] std::string header(const HeaderFacts&) const override { return {}; }
  void append(std::string& text, const CallLine& line) const override {
    append_bed9(text, line);
    text += '\n';
  }
};

/// The column names are the first line, as R and pandas read it.
class TsvFormat final : public CallFormat {
 public:
  explicit TsvFormat(std::string label) : label_(std::move(label)) {}
  [[nodiscard]] std::string header(const HeaderFacts&) const override { return std::string(kTsvColumns); }
  void append(std::string& text, const CallLine& line) const override {
    append_bed6(text, line);
    append_own_columns(text, line, label_of(line, label_));
  }

 private:
  std::string label_;
};

/// ENCODE's BED6+4: signalValue is the logit, the peak the TSS, p is unknown, q is the share of wrong calls.
class NarrowPeakFormat final : public CallFormat {
 public:
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override { return comment_lines(facts); }
  void append(std::string& text, const CallLine& line) const override {
    const double q = -std::log10(std::max(1 - line.probability, kLowestFdr));
    append_bed6(text, line);
    fmt::format_to(std::back_inserter(text), "\t{:.6f}\t-1\t{:.4f}\t{}\n", line.call.logit, q,
                   line.call.tss - line.call.window.begin);
  }
};

/// One object a line, the first one with the facts.
class JsonFormat final : public CallFormat {
 public:
  explicit JsonFormat(std::string label) : label_(std::move(label)) {}
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override {
    return fmt::format(
        "{{\"program\":\"promoter-scan\",\"version\":{},\"model_sha256\":{},\"label\":{},\"min_logit\":{},"
        "\"probability\":{},\"precision\":{},\"stride\":{},\"n_policy\":{},\"strand\":{},\"per_strand\":"
        "{},"
        "\"exhaustive\":{}{}}}\n",
        json_string(facts.version), json_string(facts.model_digest), json_string(facts.label),
        std::isfinite(facts.min_logit) ? fmt::format("{:.6f}", facts.min_logit) : "null",
        json_string(probability_text(facts)), json_string(facts.precision), facts.stride,
        json_string(facts.n_policy), json_string(facts.strand), facts.per_strand, facts.exhaustive,
        facts.classifier.empty() ? "" : ",\"logit\":" + json_string(facts.classifier));
  }
  void append(std::string& text, const CallLine& line) const override {
    fmt::format_to(std::back_inserter(text),
                   "{{\"chrom\":{},\"start\":{},\"end\":{},\"name\":{},\"score\":{},\"strand\":\"{}\","
                   "\"probability\":{:.6f},\"tss\":{},\"logit\":{:.6f},\"label\":{}}}\n",
                   json_string(chrom_of(line)), line.call.window.begin, line.call.window.end,
                   json_string(name_of(line)), rank_score(line.call.logit), to_char(line.call.strand),
                   line.probability, line.call.tss, line.call.logit, json_string(label_of(line, label_)));
  }

 private:
  std::string label_;
};

/// GFF3 counts from 1, both ends included, in every column, attribute and name. Its score is the logit, which
/// ranks. A place is an ID; a read's name is none, since lines that share an ID are parts of one feature.
class GffFormat final : public CallFormat {
 public:
  explicit GffFormat(std::string label) : label_(std::move(label)) {}
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override {
    return "##gff-version 3\n" + comment_lines(facts);
  }
  void append(std::string& text, const CallLine& line) const override {
    fmt::format_to(
        std::back_inserter(text),
        "{}\tpromoter-scan\t{}\t{}\t{}\t{:.6f}\t{}\t.\t{}={};tss={};probability={:.6f};logit={:.6f}\n",
        gff_text(chrom_of(line)), gff_text(label_), line.call.window.begin + 1, line.call.window.end,
        line.call.logit, to_char(line.call.strand), line.read.empty() ? "ID" : "Name",
        gff_text(name_of(line, 1)), line.call.tss + 1, line.probability, line.call.logit);
  }

 private:
  std::string label_;
};

}  // namespace

std::string bed_column_names() {
  return "#" + std::string(kBedColumns);
}

int rank_score(double logit) {
  // Probabilities are steps of an isotonic curve: calls of very different logits share one.
  return static_cast<int>(std::lround(1000 / (1 + std::exp(-logit / kRankScale))));
}

std::string comment_lines(const HeaderFacts& facts) {
  std::string options;
  if (facts.per_strand) options += ", each strand by itself";
  if (facts.exhaustive) options += ", every window encoded";
  return fmt::format(
      "# promoter-scan {}, model sha256 {}, {}\n"
      "# {} calls of logit >= {:.6f}, {} every {} bases, strand {}, N: {}{}\n"
      "{}# probability: {}\n",
      facts.version, facts.model_digest, facts.precision, facts.label, facts.min_logit,
      facts.positions ? "score" : "window", facts.stride, facts.strand, facts.n_policy, options,
      facts.classifier.empty() ? "" : fmt::format("# logit: {}\n", facts.classifier),
      probability_text(facts));
}

std::unique_ptr<CallFormat> make_call_format(std::string_view format, const std::string& label) {
  if (format == "narrowPeak") return std::make_unique<NarrowPeakFormat>();
  if (format == "tsv") return std::make_unique<TsvFormat>(label);
  if (format == "json") return std::make_unique<JsonFormat>(label);
  if (format == "gff3") return std::make_unique<GffFormat>(label);
  if (format == "bed9") return std::make_unique<PlainBedFormat>();
  return std::make_unique<BedFormat>(label);
}

std::string call_autosql() {
  constexpr std::array<tracks::AutoSqlField, 4> kOwn{{
      {"float", "probability", "Precision of calls with this logit, as the model was calibrated"},
      {"uint", "tss", "Predicted transcription start, 0-based"},
      {"float", "logit", "Raw score of the model"},
      {"string", "label", "What was called"},
  }};
  return tracks::autosql_text("promoterCalls", "Calls of promoter-scan: the window that was scored", kOwn);
}

}  // namespace promoter_scan
