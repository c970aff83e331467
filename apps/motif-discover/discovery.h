#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/cli/streams.h"
#include "seqlens/motif/discover.h"

#include "motif-discover/evidence.h"
#include "motif-discover/options.h"
#include "motif-discover/sequence_list.h"

namespace motif_discover {

/// What a run has found out.
struct Discovery {
  std::vector<seqlens::motif::FoundMotif> motifs;  ///< as test_motifs() orders them, ids m1, m2, ...
  seqlens::motif::Background background{};
  SequenceList positives;            ///< all, in input order
  SequenceList found_on, tested_on;  ///< some of them
  std::string split;                 ///< in words
  std::vector<std::string> tracks;   ///< names of the tracks of evidence, as the lists have it
  /// Of a model's evidence: whether all sequences that motifs are tested on lie where it was not trained, by
  /// its provenance. Nothing without a model.
  std::optional<bool> tested_unseen;
  /// With evidence: motifs of the same halves without it, tested by themselves.
  std::vector<seqlens::motif::FoundMotif> without_evidence;
};

/// Splits, finds (or takes those of --motifs) and tests.
/// @param tell  called with lines for the log.
/// @throws InputError when there is too little to work with.
Discovery discover(const Options& options, seqlens::cli::Streams& streams,
                   const std::function<void(std::string_view)>& tell);

/// Of a motif in motifs.meme and sites.bed.
inline bool is_called(const seqlens::motif::FoundMotif& motif, const Options& options) {
  return motif.q < options.max_q;
}

}  // namespace motif_discover
