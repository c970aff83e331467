#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/motif/discover.h"

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
};

/// Splits, finds (or takes those of --motifs) and tests.
/// @param tell  called with lines for the log.
/// @throws InputError when there is too little to work with.
Discovery discover(const Options& options, const std::function<void(std::string_view)>& tell);

/// Of a motif in motifs.meme and sites.bed.
inline bool is_called(const seqlens::motif::FoundMotif& motif, const Options& options) {
  return motif.q < options.max_q;
}

}  // namespace motif_discover
