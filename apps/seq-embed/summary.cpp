#include "seq-embed/summary.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace seq_embed {
namespace {

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string skipped_text(const Summary& summary) {
  std::vector<std::string> reasons;
  if (summary.too_short > 0) reasons.push_back(fmt::format("{} too short", summary.too_short));
  if (summary.too_long > 0) reasons.push_back(fmt::format("{} too long", summary.too_long));
  if (summary.in_no_position > 0)
    reasons.push_back(counted(summary.in_no_position, "base") + " at ends of records, in no position");
  if (summary.passed_over > 0)
    reasons.push_back(counted(summary.passed_over, "secondary or supplementary alignment"));
  return reasons.empty() ? "nothing skipped" : fmt::format("skipped: {}", fmt::join(reasons, ", "));
}

}  // namespace

std::string summary_text(const Summary& summary) {
  std::string text =
      fmt::format("{}, {}", counted(summary.records, "record"), counted(summary.tokens, "token"));
  if (summary.split > 0) text += fmt::format("; {} split into {} pieces", summary.split, summary.pieces);
  if (summary.renamed > 0) text += fmt::format("; {} renamed", summary.renamed);
  return text + fmt::format("; {}; {:.2f} s", skipped_text(summary), summary.seconds);
}

}  // namespace seq_embed
