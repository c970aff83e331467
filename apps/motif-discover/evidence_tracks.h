#pragma once

#include <string>
#include <vector>

#include "motif-discover/evidence.h"
#include "motif-discover/sequence_list.h"

namespace motif_discover {

/// Reads bedGraph files (plain, gzip or bgzip). Their contigs are those of the sequences' origins: contigs of
/// a genome, or records. Several files count alike: each is divided by its mean magnitude and they are added.
/// @throws InputError with the line; when no value of a file lies in a sequence (another genome's contigs).
Evidence read_tracks(const std::vector<std::string>& paths, const SequenceList& sequences);

}  // namespace motif_discover
