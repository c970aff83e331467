#include "seqlens/model/coordinates.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seqlens::model {

using kernels::ConstMatrix;
using kernels::Matrix;

namespace {

/// Where a difference lies among the knots: between `place` and the next, a share of the way. Beyond the ends
/// it lies on the end.
struct KnotPlace {
  std::size_t place = 0;
  float share = 0;
};

/// Finds places of differences that mostly move a little from one to the next: walks from the last one.
class KnotFinder {
 public:
  explicit KnotFinder(const std::vector<float>& knots) : knots_(knots) {}

  KnotPlace find(float x) {
    const std::size_t last = knots_.size() - 2;
    while (at_ < last && x >= knots_[at_ + 1]) ++at_;
    while (at_ > 0 && x < knots_[at_]) --at_;
    const float share = (x - knots_[at_]) / (knots_[at_ + 1] - knots_[at_]);
    return {at_, std::clamp(share, 0.0F, 1.0F)};
  }

 private:
  const std::vector<float>& knots_;
  std::size_t at_ = 0;
};

/// Calls visit(row, key, knot place, heights' first index) for all rows, keys and dimensions.
template <class Visit>
void for_each_place(const std::vector<float>& knots, ConstMatrix coordinates, std::size_t first,
                    std::size_t rows, const Visit& visit) {
  for (std::size_t d = 0; d < coordinates.cols; ++d) {
    KnotFinder finder(knots);
    for (std::size_t r = 0; r < rows; ++r) {
      const float query = coordinates.at(first + r, d);
      for (std::size_t j = 0; j < coordinates.rows; ++j)
        visit(r, j, finder.find(coordinates.at(j, d) - query), d * knots.size());
    }
  }
}

float distance(const float* a, const float* b, std::size_t dimensions) {
  if (dimensions == 1) return std::abs(b[0] - a[0]);
  float sum = 0;
  for (std::size_t d = 0; d < dimensions; ++d) sum += (b[d] - a[d]) * (b[d] - a[d]);
  return std::sqrt(sum);
}

/// What a falling form multiplies its slope with.
float fall(RelativeForm form, float distance_in_units) {
  return form == RelativeForm::power_law ? -std::log1p(distance_in_units) : -distance_in_units;
}

}  // namespace

std::size_t wave_count(const ContinuousPositions& positions) {
  return 2 * positions.periods.size() * static_cast<std::size_t>(positions.dimensions);
}

void coordinate_waves(const ContinuousPositions& positions, ConstMatrix coordinates, Matrix waves) {
  for (std::size_t t = 0; t < coordinates.rows; ++t) {
    float* out = waves.row(t);
    for (std::size_t d = 0; d < coordinates.cols; ++d) {
      for (const float period : positions.periods) {
        const double angle = 2 * std::numbers::pi * double{coordinates.at(t, d)} / double{period};
        *out++ = static_cast<float>(std::sin(angle));
        *out++ = static_cast<float>(std::cos(angle));
      }
    }
  }
}

std::size_t relative_weights(const ContinuousPositions& positions) {
  switch (positions.form) {
    case RelativeForm::none:
      return 0;
    case RelativeForm::spline:
      return positions.knots.size() * static_cast<std::size_t>(positions.dimensions);
    case RelativeForm::power_law:
    case RelativeForm::exponential:
      return 1;
  }
  return 0;
}

RelativeFunction::RelativeFunction(const ContinuousPositions& positions, std::span<const float> weights)
    : form_(positions.form),
      knots_(positions.knots),
      unit_(positions.unit),
      weights_(weights.begin(), weights.end()) {}

void RelativeFunction::fill(ConstMatrix coordinates, std::size_t first, Matrix bias) const {
  if (form_ == RelativeForm::spline || form_ == RelativeForm::none) {
    for (std::size_t r = 0; r < bias.rows; ++r) std::fill_n(bias.row(r), bias.cols, 0.0F);
    if (form_ == RelativeForm::none) return;
    for_each_place(knots_, coordinates, first, bias.rows,
                   [&](std::size_t r, std::size_t j, KnotPlace k, std::size_t heights) {
                     const float* height = weights_.data() + heights + k.place;
                     bias.at(r, j) += height[0] + k.share * (height[1] - height[0]);
                   });
    return;
  }
  for (std::size_t r = 0; r < bias.rows; ++r) {
    const float* query = coordinates.row(first + r);
    for (std::size_t j = 0; j < bias.cols; ++j)
      bias.at(r, j) =
          weights_[0] * fall(form_, distance(query, coordinates.row(j), coordinates.cols) / unit_);
  }
}

void RelativeFunction::add_gradients(ConstMatrix coordinates, std::size_t first, ConstMatrix gradients,
                                     std::span<float> weight_gradients) const {
  std::vector<double> sums(weights_.size());
  if (form_ == RelativeForm::spline) {
    for_each_place(knots_, coordinates, first, gradients.rows,
                   [&](std::size_t r, std::size_t j, KnotPlace k, std::size_t heights) {
                     const double gradient = gradients.at(r, j);
                     sums[heights + k.place] += gradient * double{1 - k.share};
                     sums[heights + k.place + 1] += gradient * double{k.share};
                   });
  } else if (form_ != RelativeForm::none) {
    for (std::size_t r = 0; r < gradients.rows; ++r) {
      const float* query = coordinates.row(first + r);
      for (std::size_t j = 0; j < gradients.cols; ++j)
        sums[0] += double{gradients.at(r, j)} *
                   double{fall(form_, distance(query, coordinates.row(j), coordinates.cols) / unit_)};
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) weight_gradients[i] += static_cast<float>(sums[i]);
}

float RelativeFunction::at(std::span<const float> difference) const {
  std::vector<float> pair(2 * difference.size());
  std::ranges::copy(difference, pair.begin() + static_cast<std::ptrdiff_t>(difference.size()));
  std::vector<float> bias(2);
  fill({pair.data(), 2, difference.size()}, 0, {bias.data(), 1, 2});
  return bias[1];
}

void split_missing(std::span<const float> values, float* row) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool missing = std::isnan(values[i]);
    row[i] = missing ? 0.0F : values[i];
    row[values.size() + i] = missing ? 1.0F : 0.0F;
  }
}

}  // namespace seqlens::model
