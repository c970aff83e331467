#include "seq-embed/row_pool.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace seq_embed {

void RowPool::add(std::span<const float> row) {
  assert(row.size() == width_);
  const bool is_first = count_++ == 0;
  if (pool_ == Pool::mean) {
    sums_.resize(width_);
    for (std::size_t i = 0; i < width_; ++i) sums_[i] += row[i];
  } else if (is_first || pool_ == Pool::none) {
    rows_.insert(rows_.end(), row.begin(), row.end());
  } else if (pool_ == Pool::max) {
    for (std::size_t i = 0; i < width_; ++i) rows_[i] = std::max(rows_[i], row[i]);
  }
}

std::vector<float> RowPool::take() {
  for (const double sum : sums_) rows_.push_back(static_cast<float>(sum / static_cast<double>(count_)));
  return std::move(rows_);
}

}  // namespace seq_embed
