#include "model-evaluate/scan_report.h"

#include <algorithm>
#include <limits>
#include <string>

namespace model_evaluate {
namespace {

using seqlens::evaluate::CallVerdict;
using seqlens::evaluate::JudgedCall;
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
    default:
      return "unannotated";
  }
}

std::int64_t count(const ScanMatch& match, double min_logit, CallVerdict verdict) {
  return std::count_if(match.calls.begin(), match.calls.end(), [&](const JudgedCall& judged) {
    return judged.call.logit >= min_logit && judged.verdict == verdict;
  });
}

void add_threshold(Table& table, const ScanMatch& match, const std::string& name, double min_logit,
                   const Options& options) {
  const auto add_count = [&](const char* metric, std::int64_t value) {
    table.add_row({name, min_logit, std::string(metric), value, Cell{}, Cell{}});
  };
  add_count("loci", static_cast<std::int64_t>(match.loci.size()));
  add_count("found", count(match, min_logit, CallVerdict::found));
  add_count("duplicates", count(match, min_logit, CallVerdict::duplicate));
  add_count("unannotated", count(match, min_logit, CallVerdict::unannotated));
  const seqlens::evaluate::BootstrapOptions bootstrap{options.common.seed,
                                                      static_cast<int>(options.resamples), options.level};
  const auto add_estimates = [&](const std::vector<seqlens::evaluate::Estimate>& estimates) {
    for (const auto& [metric, value, interval] : estimates) {
      table.add_row({name, min_logit, metric, value, interval.low, interval.high});
    }
  };
  add_estimates(seqlens::evaluate::scan_estimates(match, min_logit, bootstrap));
  add_estimates(seqlens::evaluate::scan_calibration_error(match, min_logit, bootstrap));
}

}  // namespace

Table scan_metrics(const ScanMatch& match, const seqlens::scan::PromoterSettings* settings,
                   const Options& options) {
  Table table{"metrics", {"threshold", "min_logit", "metric", "value", "low", "high"}, {}};
  const auto curve = seqlens::evaluate::scan_curve(match);
  if (!curve.empty()) {
    add_threshold(table, match, "all_calls", curve.back().min_logit, options);
    table.add_row({std::string("all_calls"), curve.back().min_logit, std::string("average_precision"),
                   seqlens::evaluate::scan_average_precision(curve), Cell{}, Cell{}});
    add_threshold(table, match, "best_f1", seqlens::evaluate::best_f1_point(curve).min_logit, options);
  } else {
    add_threshold(table, match, "all_calls", 0, options);
  }
  if (settings != nullptr) add_threshold(table, match, "model_default", settings->min_logit, options);
  if (options.min_logit) add_threshold(table, match, "min_logit", *options.min_logit, options);
  return table;
}

Table scan_curve_table(const ScanMatch& match) {
  Table table{"curve",
              {"min_logit", "found", "duplicates", "unannotated", "recall", "precision", "strict_precision",
               "f1", "calls_per_mb"},
              {}};
  for (const ScanPoint& point : seqlens::evaluate::scan_curve(match)) {
    table.add_row({point.min_logit, static_cast<std::int64_t>(point.found),
                   static_cast<std::int64_t>(point.duplicates), static_cast<std::int64_t>(point.unannotated),
                   point.recall, point.precision, point.strict_precision, point.f1, point.calls_per_mb});
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
