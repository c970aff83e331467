#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/evaluate/estimate.h"
#include "seqlens/evaluate/scan_evaluation.h"

namespace seqlens::evaluate {

/// Which loci and calls of a match lie near some places of the genome (CpG islands, peaks of an experiment).
struct ScanContext {
  std::string name;
  std::vector<bool> loci;   ///< one a locus of the match
  std::vector<bool> calls;  ///< one a call of the match
};

/// A locus is near if a place has a base at most `reach` bases from its span, a call if one is so near to
/// its TSS. O(n log n).
[[nodiscard]] ScanContext scan_context(const ScanMatch& match, std::string name,
                                       std::span<const ContigRegion> places, std::int64_t reach = 500);

/// How a scan does near the places of a context and away from them, among calls of at least min_logit:
/// recall_near_NAME and recall_away_NAME (found / loci of that kind), precision_near_NAME and
/// precision_away_NAME (found loci of that kind / these and the unannotated calls there). NaN for 0 / 0.
[[nodiscard]] std::vector<Estimate> context_estimates(const ScanMatch& match, const ScanContext& context,
                                                      double min_logit, const BootstrapOptions& options);

/// Shares of the unannotated calls of at least min_logit that lie near the places of each context,
/// unannotated_near_NAME (a call may be near several), and near those of none, unannotated_near_none. NaN
/// without such a call; empty without a context.
[[nodiscard]] std::vector<Estimate> evidence_estimates(const ScanMatch& match,
                                                       std::span<const ScanContext> contexts,
                                                       double min_logit, const BootstrapOptions& options);

}  // namespace seqlens::evaluate
