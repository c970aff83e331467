#pragma once

#include <string>
#include <vector>

#include "seqlens/motif/pairs.h"

#include "motif-discover/motif_report.h"

namespace motif_discover {

/// Pairs of called motifs in the held-out positives, simple repeats left out; first and second are places in
/// Discovery::motifs.
std::vector<seqlens::motif::MotifPair> pairs_of(const Discovery& discovery,
                                                const std::vector<MotifFacts>& facts, const Options& options);

/// What sequences say of a pair, in words.
std::string verdict(const seqlens::motif::MotifPair& pair, const Options& options);

/// pairs.tsv: names of columns in line 1, a line a pair, by the smaller q.
std::string pair_table(const Discovery& discovery, const std::vector<seqlens::motif::MotifPair>& pairs,
                       const Options& options);

/// pairs.bedpe: the instances of pairs with a distance that stands out.
std::string pair_lines(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                       const std::vector<seqlens::motif::MotifPair>& pairs, const Options& options);

}  // namespace motif_discover
