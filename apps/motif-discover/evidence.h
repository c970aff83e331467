#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"

namespace motif_discover {

/// How much evidence lies on each base of each sequence. Signs tell directions; what counts is the magnitude.
using Evidence = std::vector<std::vector<float>>;

/// Evidence of one kind, or of one head.
struct EvidenceTrack {
  std::string name;            ///< of the head; empty where there is one track
  Evidence values;             ///< one a sequence; all 0 where nothing was looked at
  std::optional<float> limit;  ///< that the seqlets' means exceed (null_limit); nothing: the highest 15 % do
};

/// 0 for all bases.
Evidence no_evidence(const std::vector<std::string>& letters);

/// What the highest fifth of the means of five bases exceed in evidence on shuffled sequences.
float null_limit(const Evidence& shuffled);

/// Runs of evidence: means of five bases above the limit (nothing: among the highest 15 % of all), six bases
/// and more, with four more on either side.
std::vector<std::vector<seqlens::Interval>> seqlets(const Evidence& evidence, std::optional<float> limit);

/// Share of the evidence inside the stretches, by magnitude.
double share_inside(const Evidence& evidence, const std::vector<std::vector<seqlens::Interval>>& stretches);

}  // namespace motif_discover
