#include "seqlens/tracks/top_pairs.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace seqlens::tracks {
namespace {

bool is_better(const TokenPair& a, const TokenPair& b) {
  if (a.value != b.value) return a.value > b.value;
  return std::pair(a.query, a.key) < std::pair(b.query, b.key);
}

}  // namespace

void TopPairs::offer(const TokenPair& pair) {
  if (k_ == 0 || std::isnan(pair.value)) return;
  const bool is_full = heap_.size() == k_;
  if (is_full && !is_better(pair, heap_.front())) return;
  if (is_full) {
    std::pop_heap(heap_.begin(), heap_.end(), is_better);
    heap_.pop_back();
  }
  heap_.push_back(pair);
  std::push_heap(heap_.begin(), heap_.end(), is_better);
}

std::vector<TokenPair> TopPairs::take() {
  std::sort(heap_.begin(), heap_.end(), is_better);
  return std::exchange(heap_, {});
}

}  // namespace seqlens::tracks
