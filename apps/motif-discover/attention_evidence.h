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

/// A track a head: its attention (norm, as in attention-tracks) in standard deviations above what it has on
/// dinucleotide shuffles of at most 500 of the sequences, at the same place of the window and of like GC; 0
/// where it is below. Limits are those of the shuffles themselves. Any model with heads that reads DNA.
/// @throws UsageError for a model that reads proteins; InputError where there are too few sequences.
std::vector<EvidenceTrack> attention_evidence(const Options& options,
                                              const seqlens::opened_model::OpenedModel& model,
                                              const SequenceList& sequences, seqlens::cli::Streams& streams,
                                              const std::function<void(std::string_view)>& tell);

}  // namespace motif_discover
