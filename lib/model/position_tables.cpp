#include "seqlens/model/position_tables.h"

#include <bit>
#include <cmath>

namespace seqlens::model {

AngleTable::AngleTable(std::size_t positions_, std::span<const float> inverse_frequencies)
    : positions(positions_),
      frequencies(inverse_frequencies.size()),
      cosine(positions * frequencies),
      sine(positions * frequencies) {
  for (std::size_t t = 0; t < positions; ++t) {
    for (std::size_t i = 0; i < frequencies; ++i) {
      const double angle = static_cast<double>(t) * static_cast<double>(inverse_frequencies[i]);
      cosine.data()[t * frequencies + i] = static_cast<float>(std::cos(angle));
      sine.data()[t * frequencies + i] = static_cast<float>(std::sin(angle));
    }
  }
}

kernels::ConstMatrix AngleTable::cosines(std::size_t first, std::size_t count) const {
  return kernels::ConstMatrix(cosine.data(), positions, frequencies).row_range(first, count);
}

kernels::ConstMatrix AngleTable::sines(std::size_t first, std::size_t count) const {
  return kernels::ConstMatrix(sine.data(), positions, frequencies).row_range(first, count);
}

std::shared_ptr<const AngleTable> AngleTables::at_least(std::size_t positions) const {
  const std::scoped_lock lock(mutex_);
  if (!longest_ || longest_->positions < positions)
    longest_ = std::make_shared<AngleTable>(std::bit_ceil(positions), inverse_frequencies_);
  return longest_;
}

std::vector<float> sinusoidal_frequencies(std::size_t width) {
  std::vector<float> frequencies(width / 2);
  for (std::size_t i = 0; i < frequencies.size(); ++i)
    frequencies[i] =
        static_cast<float>(std::pow(10000.0, -2.0 * static_cast<double>(i) / static_cast<double>(width)));
  return frequencies;
}

void add_sinusoids(const AngleTables& tables, kernels::Matrix x) {
  const auto table = tables.at_least(x.rows);
  const kernels::ConstMatrix sines = table->sines(0, x.rows);
  const kernels::ConstMatrix cosines = table->cosines(0, x.rows);
  for (std::size_t t = 0; t < x.rows; ++t) {
    for (std::size_t i = 0; i < x.cols / 2; ++i) {
      x.at(t, 2 * i) += sines.at(t, i);
      x.at(t, 2 * i + 1) += cosines.at(t, i);
    }
  }
}

std::vector<float> alibi_slopes(std::size_t heads) {
  const std::size_t power = std::bit_floor(heads);
  const auto slope = [](std::size_t of, std::size_t h) {
    return static_cast<float>(std::exp2(-8.0 * static_cast<double>(h + 1) / static_cast<double>(of)));
  };
  std::vector<float> slopes;
  for (std::size_t h = 0; h < power; ++h) slopes.push_back(slope(power, h));
  for (std::size_t h = 0; slopes.size() < heads; h += 2) slopes.push_back(slope(2 * power, h));
  return slopes;
}

}  // namespace seqlens::model
