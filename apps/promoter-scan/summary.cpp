#include "promoter-scan/summary.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace promoter_scan {
namespace {

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string windows_text(const Summary& summary) {
  const seqlens::scan::StretchCounts& counts = summary.scan.windows;
  if (summary.positions) return counted(counts.encoded, "position") + " scored";
  const double share =
      counts.windows == 0 ? 0
                          : 100.0 * static_cast<double>(counts.encoded) / static_cast<double>(counts.windows);
  return fmt::format("{}, {} ({:.1f} %) reached the encoder", counted(counts.windows, "window"),
                     counts.encoded, share);
}

std::string skipped_text(const Summary& summary) {
  std::vector<std::string> reasons;
  const auto& scan = summary.scan;
  if (scan.windows.skipped_n > 0)
    reasons.push_back(summary.positions
                          ? counted(scan.windows.skipped_n, "position") + " with N"
                          : counted(scan.windows.skipped_n, "window") + " with more than 10 % N");
  if (scan.short_records > 0) {
    reasons.push_back(fmt::format("{} shorter than {} bases ({})", counted(scan.short_records, "record"),
                                  summary.shortest_record, counted(scan.short_bases, "base")));
  }
  if (scan.bases_in_no_window > 0)
    reasons.push_back(counted(scan.bases_in_no_window, "base") + " at ends of records, in no window");
  if (summary.untaken > 0)
    reasons.push_back(counted(summary.untaken, "window") + " of no or too many tokens for the model");
  if (summary.passed_over > 0)
    reasons.push_back(counted(summary.passed_over, "secondary or supplementary alignment"));
  if (summary.unplaced > 0)
    reasons.push_back(counted(summary.unplaced, "call") + " in clipped ends of reads");
  if (summary.beyond_contig > 0)
    reasons.push_back(counted(summary.beyond_contig, "call") +
                      " beyond the end of the contig (a header of another assembly?)");
  return reasons.empty() ? "nothing skipped" : fmt::format("skipped: {}", fmt::join(reasons, ", "));
}

}  // namespace

void add(seqlens::scan::ScanCounts& total, const seqlens::scan::ScanCounts& counts) {
  total.records += counts.records;
  total.bases += counts.bases;
  total.short_records += counts.short_records;
  total.short_bases += counts.short_bases;
  total.bases_in_no_window += counts.bases_in_no_window;
  total.windows += counts.windows;
  total.calls += counts.calls;
}

std::string nothing_scored_warning(const Summary& summary) {
  const auto& scan = summary.scan;
  if (scan.records == 0 || scan.windows.windows > scan.windows.skipped_n || summary.untaken > 0) return {};
  if (scan.windows.skipped_n > 0)
    return "no window was scored: all have more than 10 % N; --n-policy token takes them";
  if (scan.short_records < scan.records) return {};
  if (summary.per_record)
    return fmt::format("no record has a score: all are shorter than {} bases", summary.shortest_record);
  return fmt::format(
      "no window was scored: all records are shorter than one ({} bases); --per-record gives one score for "
      "each of {} bases or more",
      summary.window_bases, summary.shortest_scored);
}

std::string summary_text(const Summary& summary) {
  const double megabases = static_cast<double>(summary.scan.bases) / 1e6;
  const std::string found =
      summary.per_record ? counted(summary.scored_records, "record") + " scored"
                         : counted(summary.scan.calls - summary.unplaced - summary.beyond_contig, "call");
  // Regions that touch are scanned as one; what counts is what was asked for.
  const std::string read =
      summary.regions > 0 ? counted(summary.regions, "region") : counted(summary.scan.records, "record");
  return fmt::format("{}, {}; {}; {}; {}; {:.2f} s, {:.3f} Mb/s", read, counted(summary.scan.bases, "base"),
                     windows_text(summary), found, skipped_text(summary), summary.seconds,
                     megabases / std::max(summary.seconds, 1e-9));
}

}  // namespace promoter_scan
