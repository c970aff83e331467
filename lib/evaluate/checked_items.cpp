#include "checked_items.h"

#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::evaluate {

void check_items(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  if (scores.size() != labels.size()) {
    throw ShapeError(fmt::format("{} scores for {} labels", scores.size(), labels.size()));
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i])) throw Error(fmt::format("the score of item {} is NaN", i + 1));
    if (labels[i] > 1)
      throw Error(fmt::format("the label of item {} is {}, expected 0 or 1", i + 1, labels[i]));
  }
}

void check_weights(std::span<const std::uint32_t> weights, std::size_t items) {
  if (!weights.empty() && weights.size() != items) {
    throw ShapeError(fmt::format("{} weights for {} items", weights.size(), items));
  }
}

}  // namespace seqlens::evaluate
