#pragma once

#include <string>
#include <vector>

#include "seqlens/core/interval.h"

#include "motif-discover/sequence_list.h"

namespace motif_discover {

/// How much evidence lies on each base of each sequence: magnitudes, 0 or more.
using Evidence = std::vector<std::vector<float>>;

/// Reads bedGraph files (plain, gzip or bgzip). Their contigs are those of the sequences' origins: contigs of
/// a genome, or records. Several files count alike: each is divided by its mean magnitude and they are added.
/// @throws InputError with the line; when no value of a file lies in a sequence (another genome's contigs).
Evidence read_tracks(const std::vector<std::string>& paths, const SequenceList& sequences);

/// Runs of evidence: means of five bases among the highest 15 % of all, six bases and more, with four more on
/// either side.
std::vector<std::vector<seqlens::Interval>> seqlets(const Evidence& evidence);

/// Share of the evidence inside the stretches.
double share_inside(const Evidence& evidence, const std::vector<std::vector<seqlens::Interval>>& stretches);

}  // namespace motif_discover
