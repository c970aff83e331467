#include "rollout.h"

#include <cmath>

#include "query_weights.h"

namespace seqlens::attention {
namespace {

constexpr double kOne = 0x1p40;

}  // namespace

void Rollout::begin(std::size_t positions, std::span<const std::size_t> queries) {
  size_ = positions;
  weights_ = query_weights(plan_.reduction, positions, queries);
  sums_.assign(size_ * size_, 0);
  product_.assign(size_ * size_, 0.0);
  for (std::size_t i = 0; i < size_; ++i) product_[i * size_ + i] = 1;
  track_.assign(size_, 0.0F);
  rows_ = 0;
  layers_ = 0;
}

std::span<const float> Rollout::track(std::size_t) const {
  return track_;
}

void Rollout::on_rows(std::size_t, int, int, std::size_t first, kernels::ConstMatrix rows) {
  const std::scoped_lock lock(mutex_);
  add(first, rows);
  rows_ += rows.rows;
  if (rows_ < size_ * static_cast<std::size_t>(plan_.heads_per_layer)) return;
  finish_layer();
  if (++layers_ == plan_.layers) finish();
}

void Rollout::add(std::size_t first, kernels::ConstMatrix rows) {
  for (std::size_t r = 0; r < rows.rows; ++r)
    for (std::size_t j = 0; j < size_; ++j)
      sums_[(first + r) * size_ + j] += std::llrint(static_cast<double>(rows.at(r, j)) * kOne);
}

void Rollout::finish_layer() {
  std::vector<double> next(size_ * size_, 0.0);
  std::vector<double> row(size_);
  for (std::size_t i = 0; i < size_; ++i) {
    double total = 0;
    for (std::size_t j = 0; j < size_; ++j) total += static_cast<double>(sums_[i * size_ + j]);
    for (std::size_t j = 0; j < size_; ++j) {
      const double mean = static_cast<double>(sums_[i * size_ + j]) / total;
      row[j] = 0.5 * mean + (i == j ? 0.5 : 0);
    }
    for (std::size_t k = 0; k < size_; ++k)
      for (std::size_t j = 0; j < size_; ++j) next[i * size_ + j] += row[k] * product_[k * size_ + j];
  }
  product_ = std::move(next);
  sums_.assign(size_ * size_, 0);
  rows_ = 0;
}

void Rollout::finish() {
  for (std::size_t j = 0; j < size_; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < size_; ++i) sum += static_cast<double>(weights_[i]) * product_[i * size_ + j];
    track_[j] = static_cast<float>(sum);
  }
}

}  // namespace seqlens::attention
