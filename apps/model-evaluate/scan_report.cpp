#include "model-evaluate/scan_report.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "seqlens/evaluate/scan_context.h"

namespace model_evaluate {
namespace {

using seqlens::evaluate::CallVerdict;
using seqlens::evaluate::Estimate;
using seqlens::evaluate::JudgedCall;
using seqlens::evaluate::ScanContext;
using seqlens::evaluate::ScanMatch;
using seqlens::evaluate::ScanPoint;
using seqlens::report::Cell;
using seqlens::report::Table;

std::string verdict_text(CallVerdict verdict) {
  switch (verdict) {
    case CallVerdict::found:
      return "found";
    case CallVerdict::duplicate:
      return "duplicate";
    case CallVerdict::neutral:
      return "neutral";
    default:
      return "unannotated";
  }
}

std::int64_t count(const ScanMatch& match, double min_logit, CallVerdict verdict) {
  return std::count_if(match.calls.begin(), match.calls.end(), [&](const JudgedCall& judged) {
    return judged.call.logit >= min_logit && judged.verdict == verdict;
  });
}

// Rows of one threshold after the other.
class ThresholdRows {
 public:
  ThresholdRows(const ScanMatch& match, const ScanInputs& inputs, const Options& options)
      : match_(match),
        bootstrap_{options.common.seed, static_cast<int>(options.resamples), options.level},
        loci_near_(contexts(match, inputs.loci_near)),
        evidence_(contexts(match, inputs.evidence)) {}

  void add(Table& table, const std::string& name, double min_logit) const {
    const auto add_count = [&](const char* metric, std::int64_t value) {
      table.add_row({name, min_logit, std::string(metric), value, Cell{}, Cell{}});
    };
    add_count("loci", static_cast<std::int64_t>(match_.loci.size()));
    add_count("found", count(match_, min_logit, CallVerdict::found));
    add_count("duplicates", count(match_, min_logit, CallVerdict::duplicate));
    add_count("neutral", count(match_, min_logit, CallVerdict::neutral));
    add_count("unannotated", count(match_, min_logit, CallVerdict::unannotated));
    const auto add_estimates = [&](const std::vector<Estimate>& estimates) {
      for (const auto& [metric, value, interval] : estimates) {
        table.add_row({name, min_logit, metric, value, interval.low, interval.high});
      }
    };
    add_estimates(seqlens::evaluate::scan_estimates(match_, min_logit, bootstrap_));
    for (const auto& context : loci_near_) {
      add_estimates(seqlens::evaluate::context_estimates(match_, context, min_logit, bootstrap_));
    }
    add_estimates(seqlens::evaluate::evidence_estimates(match_, evidence_, min_logit, bootstrap_));
    add_estimates(seqlens::evaluate::scan_calibration_error(match_, min_logit, bootstrap_));
  }

 private:
  static std::vector<ScanContext> contexts(const ScanMatch& match, const std::vector<NamedPlaces>& sets) {
    std::vector<ScanContext> result;
    for (const auto& set : sets)
      result.push_back(seqlens::evaluate::scan_context(match, set.name, set.places));
    return result;
  }

  const ScanMatch& match_;
  seqlens::evaluate::BootstrapOptions bootstrap_;
  std::vector<ScanContext> loci_near_;
  std::vector<ScanContext> evidence_;
};

}  // namespace

Table scan_metrics(const ScanMatch& match, const ScanInputs& inputs,
                   const seqlens::scan::PromoterSettings* settings, const Options& options) {
  Table table{"metrics", {"threshold", "min_logit", "metric", "value", "low", "high"}, {}};
  const ThresholdRows rows(match, inputs, options);
  const auto curve = seqlens::evaluate::scan_curve(match);
  if (!curve.empty()) {
    rows.add(table, "all_calls", curve.back().min_logit);
    table.add_row({std::string("all_calls"), curve.back().min_logit, std::string("average_precision"),
                   seqlens::evaluate::scan_average_precision(curve), Cell{}, Cell{}});
    rows.add(table, "best_f1", seqlens::evaluate::best_f1_point(curve).min_logit);
    for (const double precision : {0.75, 0.5}) {
      const auto point = seqlens::evaluate::point_of_precision(curve, precision);
      if (point) rows.add(table, fmt::format("precision_{}", precision), point->min_logit);
    }
  } else {
    rows.add(table, "all_calls", 0);
  }
  if (settings != nullptr) rows.add(table, "model_default", settings->min_logit);
  if (options.min_logit) rows.add(table, "min_logit", *options.min_logit);
  return table;
}

Table scan_curve_table(const ScanMatch& match) {
  Table table{"curve",
              {"min_logit", "found", "duplicates", "neutral", "unannotated", "recall", "precision",
               "strict_precision", "f1", "calls_per_mb"},
              {}};
  for (const ScanPoint& point : seqlens::evaluate::scan_curve(match)) {
    table.add_row({point.min_logit, static_cast<std::int64_t>(point.found),
                   static_cast<std::int64_t>(point.duplicates), static_cast<std::int64_t>(point.neutral),
                   static_cast<std::int64_t>(point.unannotated), point.recall, point.precision,
                   point.strict_precision, point.f1, point.calls_per_mb});
  }
  return table;
}

Table scan_verdicts(const ScanMatch& match, const ScanInputs& inputs) {
  Table table{"verdicts",
              {"contig", "tss", "strand", "logit", "verdict", "distance", "locus_first", "locus_last"},
              {}};
  const auto strand_text = [](seqlens::Strand strand) { return std::string(1, seqlens::to_char(strand)); };
  for (const auto& judged : match.calls) {
    const auto* locus = judged.locus ? &match.loci[*judged.locus] : nullptr;
    table.add_row({inputs.contigs[judged.call.contig], judged.call.tss, strand_text(judged.call.strand),
                   judged.call.logit, verdict_text(judged.verdict), locus ? Cell{judged.distance} : Cell{},
                   locus ? Cell{locus->span.begin} : Cell{}, locus ? Cell{locus->span.end - 1} : Cell{}});
  }
  for (const auto& locus : match.loci) {
    if (locus.best_call) continue;
    table.add_row({inputs.contigs[locus.contig], Cell{}, strand_text(locus.strand), Cell{},
                   std::string("missed"), Cell{}, locus.span.begin, locus.span.end - 1});
  }
  return table;
}

}  // namespace model_evaluate
