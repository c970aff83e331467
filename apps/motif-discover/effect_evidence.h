#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"

#include "motif-discover/evidence.h"
#include "motif-discover/options.h"
#include "motif-discover/sequence_list.h"

namespace motif_discover {

/// How much the model's logit falls on average when a base is substituted: exactly (mutagenesis; of
/// --evidence-records sequences, the others have 0) or to first order (gradient; how far that goes with exact
/// effects is told). One track; its limit is that of shuffled sequences.
/// @throws InputError for a model that scores no windows, and where no sequence is long enough for it.
std::vector<EvidenceTrack> effect_evidence(const Options& options,
                                           const seqlens::opened_model::OpenedModel& model,
                                           const SequenceList& sequences, seqlens::cli::Streams& streams,
                                           const std::function<void(std::string_view)>& tell);

}  // namespace motif_discover
