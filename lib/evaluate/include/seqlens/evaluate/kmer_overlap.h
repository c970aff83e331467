#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace seqlens::evaluate {

/// The k-mers of some sequences, a k-mer and its reverse complement being one, to ask which sequences of
/// another set share some: the leakage audit of a split. k-mers with a letter other than ACGT (either
/// case; U is T) are left out.
///
/// Kept as 64-bit hashes in an open table, 16 to 32 bytes a k-mer: two different k-mers meet with
/// probability (k-mers kept) / 2^64 a look-up, 10^-11 for 200 million. Make it of the smaller set, look up
/// the larger.
class KmerSet {
 public:
  /// @param  k  1 to 64. @throws Error if out of range.
  explicit KmerSet(int k);

  void add(std::string_view sequence);
  /// Adds those k-mers of the sequence that `filter` holds (of the same k): what a long training sequence
  /// shares with a small test set, without keeping the rest.
  void add_shared(std::string_view sequence, const KmerSet& filter);

  /// k-mers (distinct, as hashed).
  [[nodiscard]] std::size_t size() const { return count_; }
  /// How many k-mer positions of the sequence hold a k-mer of the set. O(length).
  [[nodiscard]] std::size_t shared_positions(std::string_view sequence) const;
  /// True if at least one does; stops there.
  [[nodiscard]] bool shares_any(std::string_view sequence) const;

 private:
  [[nodiscard]] bool contains(std::uint64_t hash) const;
  void insert(std::uint64_t hash);
  void grow();

  int k_;
  std::size_t count_ = 0;
  std::vector<std::uint64_t> slots_;  // 0: free
};

}  // namespace seqlens::evaluate
