#include "seq-embed/token_pooling.h"

#include <algorithm>

namespace seq_embed {
namespace {

std::vector<float> mean_of(std::span<const float> rows, std::size_t width) {
  std::vector<double> sums(width);
  for (std::size_t i = 0; i < rows.size(); ++i) sums[i % width] += rows[i];
  const auto count = static_cast<double>(rows.size() / width);
  std::vector<float> mean;
  for (const double sum : sums) mean.push_back(static_cast<float>(sum / count));
  return mean;
}

std::vector<float> largest_of(std::span<const float> rows, std::size_t width) {
  std::vector<float> largest(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(width));
  for (std::size_t i = width; i < rows.size(); ++i)
    largest[i % width] = std::max(largest[i % width], rows[i]);
  return largest;
}

}  // namespace

std::vector<float> pooled(Pool pool, std::span<const float> rows, std::size_t width) {
  if (pool == Pool::mean) return mean_of(rows, width);
  if (pool == Pool::max) return largest_of(rows, width);
  return {rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(width)};
}

}  // namespace seq_embed
