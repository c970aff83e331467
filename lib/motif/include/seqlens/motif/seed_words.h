#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/motif/scan_set.h"

namespace seqlens::motif {

/// A word that more positives hold than negatives: letters of ACGT, '.' for any.
struct SeedWord {
  std::string word;
  std::optional<Interval> starts;  ///< only counted where it begins here, on the forward strand
  double excess = 0;               ///< z, see enrichment.h
};

/// Counts, in how many sequences of two sets each word is (on either strand, once a sequence): all words of 6
/// and 8 letters, and all pairs of 4 letters with 1 to 10 between them. Where all sequences have one length,
/// also the words of 6 letters in windows of 20 bases, on the forward strand, against the larger of what the
/// negatives have about there and what the positives have elsewhere.
///
/// @param most  words returned, most excess first; of words that are much alike (shifted, turned round, one
///              letter off) the first.
/// @param least  smallest excess.
/// @param tried  words that are not wanted again, as SeedWord::word and window begin: filled by the caller.
/// Over threads; the same for any number. O(bases).
[[nodiscard]] std::vector<SeedWord> seed_words(const ScanSet& positives, const ScanSet& negatives,
                                               std::size_t most, double least,
                                               const std::vector<SeedWord>& tried);

}  // namespace seqlens::motif
