#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seqlens::tracks {

/// An entry of a T x T matrix.
struct TokenPair {
  std::uint32_t query = 0;
  std::uint32_t key = 0;
  float value = 0;

  bool operator==(const TokenPair&) const = default;
};

/// Keeps the k pairs of largest value of all that are offered; of equal values the lower query, then the
/// lower key. So the result does not depend on the order of the offers. NaN is never kept.
class TopPairs {
 public:
  explicit TopPairs(std::size_t k) : k_(k) {}

  /// O(log k), and O(1) for a pair below the k best so far.
  void offer(const TokenPair& pair);
  /// Best first; empties this.
  [[nodiscard]] std::vector<TokenPair> take();

 private:
  std::size_t k_;
  std::vector<TokenPair> heap_;  // the worst of them at the front
};

}  // namespace seqlens::tracks
