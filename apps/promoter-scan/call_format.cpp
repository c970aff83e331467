#include "promoter-scan/call_format.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"

#include "promoter-scan/gff_text.h"

namespace promoter_scan {
namespace {

using seqlens::json_string;
using seqlens::to_char;

/// The columns of BED come first, so that both formats share their names.
constexpr std::string_view kColumns = "chrom\tstart\tend\tname\tscore\tstrand\tprobability\ttss\tlogit\n";

/// Beyond this an estimated share of wrong calls says no more: the calibration has a few hundred calls.
constexpr double kLowestFdr = 1e-3;

std::string probability_text(const HeaderFacts& facts) {
  return facts.calibrated ? "precision of calls with this logit on the scan-dev region"
                          : "logistic function of the logit (the model is not calibrated on a scan)";
}

std::string chrom_of(const CallLine& line) {
  return line.chrom.empty() ? "." : std::string(line.chrom);
}

/// Reads give their calls their names; otherwise the place does.
std::string name_of(const CallLine& line) {
  if (!line.read.empty()) return std::string(line.read);
  return fmt::format("{}:{}:{}", chrom_of(line), line.call.tss, to_char(line.call.strand));
}

long score_of(const CallLine& line) {
  return std::lround(1000 * line.probability);
}

void append_columns(std::string& text, const CallLine& line) {
  fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{}\t{}\t{:.6f}\t{}\t{:.6f}\n", chrom_of(line),
                 line.call.window.begin, line.call.window.end, name_of(line), score_of(line),
                 to_char(line.call.strand), line.probability, line.call.tss, line.call.logit);
}

class BedFormat final : public CallFormat {
 public:
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override {
    return comment_lines(facts) + "#" + std::string(kColumns);
  }
  void append(std::string& text, const CallLine& line) const override { append_columns(text, line); }
};

/// The column names are the first line, as R and pandas read it.
class TsvFormat final : public CallFormat {
 public:
  [[nodiscard]] std::string header(const HeaderFacts&) const override { return std::string(kColumns); }
  void append(std::string& text, const CallLine& line) const override { append_columns(text, line); }
};

/// ENCODE's BED6+4: signalValue is the logit, the peak the TSS, p is unknown, q is the share of wrong calls.
class NarrowPeakFormat final : public CallFormat {
 public:
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override { return comment_lines(facts); }
  void append(std::string& text, const CallLine& line) const override {
    const double q = -std::log10(std::max(1 - line.probability, kLowestFdr));
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{}\t{}\t{:.6f}\t-1\t{:.4f}\t{}\n",
                   chrom_of(line), line.call.window.begin, line.call.window.end, name_of(line),
                   score_of(line), to_char(line.call.strand), line.call.logit, q,
                   line.call.tss - line.call.window.begin);
  }
};

/// One object a line, the first one with the facts.
class JsonFormat final : public CallFormat {
 public:
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override {
    return fmt::format(
        "{{\"program\":\"promoter-scan\",\"version\":{},\"model_sha256\":{},\"label\":{},\"min_logit\":{},"
        "\"probability\":{},\"precision\":\"f32\",\"stride\":{},\"n_policy\":{},\"strand\":{},\"per_strand\":"
        "{},"
        "\"exhaustive\":{}{}}}\n",
        json_string(facts.version), json_string(facts.model_digest), json_string(facts.label),
        std::isfinite(facts.min_logit) ? fmt::format("{:.6f}", facts.min_logit) : "null",
        json_string(probability_text(facts)), facts.stride, json_string(facts.n_policy),
        json_string(facts.strand), facts.per_strand, facts.exhaustive,
        facts.classifier.empty() ? "" : ",\"logit\":" + json_string(facts.classifier));
  }
  void append(std::string& text, const CallLine& line) const override {
    fmt::format_to(std::back_inserter(text),
                   "{{\"chrom\":{},\"start\":{},\"end\":{},\"name\":{},\"score\":{},\"strand\":\"{}\","
                   "\"probability\":{:.6f},"
                   "\"tss\":{},\"logit\":{:.6f}}}\n",
                   json_string(chrom_of(line)), line.call.window.begin, line.call.window.end,
                   json_string(name_of(line)), score_of(line), to_char(line.call.strand), line.probability,
                   line.call.tss, line.call.logit);
  }
};

/// GFF3 counts from 1, both ends included; the attribute tss does too. A place is an ID; a read's name is
/// none, since lines that share an ID are parts of one feature.
class GffFormat final : public CallFormat {
 public:
  explicit GffFormat(std::string label) : label_(std::move(label)) {}
  [[nodiscard]] std::string header(const HeaderFacts& facts) const override {
    return "##gff-version 3\n" + comment_lines(facts);
  }
  void append(std::string& text, const CallLine& line) const override {
    fmt::format_to(
        std::back_inserter(text), "{}\tpromoter-scan\t{}\t{}\t{}\t{:.6f}\t{}\t.\t{}={};tss={};logit={:.6f}\n",
        gff_text(chrom_of(line)), gff_text(label_), line.call.window.begin + 1, line.call.window.end,
        line.probability, to_char(line.call.strand), line.read.empty() ? "ID" : "Name",
        gff_text(name_of(line)), line.call.tss + 1, line.call.logit);
  }

 private:
  std::string label_;
};

}  // namespace

std::string comment_lines(const HeaderFacts& facts) {
  std::string options;
  if (facts.per_strand) options += ", each strand by itself";
  if (facts.exhaustive) options += ", every window encoded";
  return fmt::format(
      "# promoter-scan {}, model sha256 {}, f32\n"
      "# {} calls of logit >= {:.6f}, window every {} bases, strand {}, N: {}{}\n"
      "{}# probability: {}\n",
      facts.version, facts.model_digest, facts.label, facts.min_logit, facts.stride, facts.strand,
      facts.n_policy, options, facts.classifier.empty() ? "" : fmt::format("# logit: {}\n", facts.classifier),
      probability_text(facts));
}

std::unique_ptr<CallFormat> make_call_format(std::string_view format, const std::string& label) {
  if (format == "narrowPeak") return std::make_unique<NarrowPeakFormat>();
  if (format == "tsv") return std::make_unique<TsvFormat>();
  if (format == "json") return std::make_unique<JsonFormat>();
  if (format == "gff3") return std::make_unique<GffFormat>(label);
  return std::make_unique<BedFormat>();
}

}  // namespace promoter_scan
