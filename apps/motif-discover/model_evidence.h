#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "seqlens/cli/streams.h"

#include "motif-discover/evidence.h"
#include "motif-discover/options.h"
#include "motif-discover/sequence_list.h"
#include "motif-discover/unseen_loci.h"

namespace motif_discover {

struct ModelEvidence {
  std::vector<EvidenceTrack> tracks;
  /// Regions that the model's provenance says were kept out of its training (UnseenLoci).
  UnseenLoci unseen;
};

/// What a model (--model) says of the bases of the sequences, as --evidence wants it: effect_evidence() or
/// attention_evidence().
/// @param tell  hears lines for the log.
/// @throws what these and opening the model throw.
ModelEvidence model_evidence(const Options& options, const SequenceList& sequences,
                             seqlens::cli::Streams& streams,
                             const std::function<void(std::string_view)>& tell);

}  // namespace motif_discover
