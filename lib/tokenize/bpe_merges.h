#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace seqlens::tokenize {

/// A stretch of text that is one token so far.
struct Symbol {
  std::int32_t id;
  std::int64_t begin, end;  ///< bytes of the text
};

/// The merge rules of a byte-pair encoding, and how they are applied.
class BpeMerges {
 public:
  /// Rank is the order of adding; the same pair again takes the later rank and result.
  void add(std::int32_t left, std::int32_t right, std::int32_t merged);

  /// Joins neighbours until no rule applies: always the pair of the lowest rank, the leftmost of equals.
  /// O(n log n): a heap of candidates over a linked list; candidates that a merge has outdated are skipped.
  void apply(std::vector<Symbol>& symbols) const;

 private:
  struct Rule {
    std::int32_t rank;
    std::int32_t merged;
  };

  [[nodiscard]] const Rule* find(std::int32_t left, std::int32_t right) const;

  std::unordered_map<std::uint64_t, Rule> rules_;
  std::int32_t next_rank_ = 0;

  friend class MergeRun;
};

}  // namespace seqlens::tokenize
