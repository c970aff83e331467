#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::model {

/// cos and sin of position * inverse frequency, (positions, frequencies) each.
struct AngleTable {
  AngleTable(std::size_t positions, std::span<const float> inverse_frequencies);

  [[nodiscard]] kernels::ConstMatrix cosines(std::size_t first, std::size_t count) const;
  [[nodiscard]] kernels::ConstMatrix sines(std::size_t first, std::size_t count) const;

  std::size_t positions = 0;
  std::size_t frequencies = 0;
  kernels::AlignedBuffer cosine;
  kernels::AlignedBuffer sine;
};

/// Hands out an AngleTable of at least the asked length and keeps the longest one made. Entries do not depend
/// on the length.
class AngleTables {
 public:
  explicit AngleTables(std::vector<float> inverse_frequencies)
      : inverse_frequencies_(std::move(inverse_frequencies)) {}

  [[nodiscard]] std::shared_ptr<const AngleTable> at_least(std::size_t positions) const;

 private:
  std::vector<float> inverse_frequencies_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const AngleTable> longest_;
};

/// 10000^(-2i/D) for i < D/2 (Vaswani et al. 2017).
[[nodiscard]] std::vector<float> sinusoidal_frequencies(std::size_t width);

/// x (T, D) += the sinusoids of `tables`, made of sinusoidal_frequencies(D): column 2i gets the sine, 2i + 1
/// the cosine of frequency i.
void add_sinusoids(const AngleTables& tables, kernels::Matrix x);

/// ALiBi's slope of each head (Press et al. 2022): 2^(-8 (h+1) / n) for n heads, n a power of two; else the
/// slopes of the next lower power of two, followed by every second slope of the next higher one.
[[nodiscard]] std::vector<float> alibi_slopes(std::size_t heads);

}  // namespace seqlens::model
