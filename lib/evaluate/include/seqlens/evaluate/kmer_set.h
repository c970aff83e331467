#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"

namespace seqlens::evaluate {

/// The 40-mers of some sequences, both strands alike; answers which other sequences share one: what keeps the
/// parts of a split apart, and the audit of it. 40-mers with a letter other than A, C, G, T (either case; U
/// is T) do not count.
///
/// Stores 64-bit hashes: two different 40-mers are taken for the same with probability n * m / 2^64.
class KmerSet {
 public:
  static constexpr int k = 40;

  /// Remembers the 40-mers of `bases`. finish() must be called before the first question.
  void add(std::string_view bases);
  /// Sorts; O(n log n).
  void finish();

  [[nodiscard]] std::size_t size() const { return hashes_.size(); }
  /// Whether `bases` has a 40-mer of the set. Stops at the first.
  [[nodiscard]] bool shares(std::string_view bases) const;
  /// The stretches of `bases` that 40-mers of the set cover, merged, in order.
  [[nodiscard]] std::vector<Interval> shared_stretches(std::string_view bases) const;
  /// The subset of this set's 40-mers that `bases` has, added to `found` (call found.finish() at the end).
  /// With the smaller of two collections as the set, memory is that of the smaller.
  void intersect(std::string_view bases, KmerSet& found) const;

 private:
  [[nodiscard]] bool contains(std::uint64_t hash) const;

  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint64_t> filter_;  // bitmap over the low bits of the hashes: most questions end here
};

}  // namespace seqlens::evaluate
