// The readable definition of the reduced formats, in plain loops.
#include <bit>
#include <cmath>

#include "reduced/units.h"

namespace seqlens::kernels::reduced {
namespace {

constexpr std::uint32_t kExponent = 0x7F800000U;
constexpr float kSmallestPeak = 1e-30F;  // below, all are zero: 127 / peak would overflow

/// Subnormals are read and written as zero, as the unit does whatever the thread's mode.
float flushed(float x) {
  return (std::bit_cast<std::uint32_t>(x) & kExponent) == 0 ? std::copysign(0.0F, x) : x;
}

std::uint16_t to_bf16(float x) {
  if (std::isnan(x)) return static_cast<std::uint16_t>((std::bit_cast<std::uint32_t>(x) >> 16U) | 0x40U);
  const auto bits = std::bit_cast<std::uint32_t>(flushed(x));
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

float from_bf16(std::uint16_t x) {
  return flushed(std::bit_cast<float>(static_cast<std::uint32_t>(x) << 16U));
}

void round(const float* x, std::size_t n, std::uint16_t* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = to_bf16(x[i]);
}

float multiply_add(std::uint16_t a, std::uint16_t b, float sum) {
  return flushed(std::fma(from_bf16(a), from_bf16(b), sum));
}

void multiply_bf16(const Bf16Product& in) {
  for (std::size_t row = 0; row < in.rows; ++row) {
    for (std::size_t column = 0; column < in.width; ++column) {
      float sum = 0;
      for (std::size_t pair = 0; pair < in.pairs; ++pair) {
        const std::uint16_t* left = in.a + row * in.a_stride + 2 * pair;
        const std::uint16_t* right = in.b + 2 * (pair * in.width + column);
        sum = multiply_add(left[0], right[0], multiply_add(left[1], right[1], sum));
      }
      in.sums[row * in.sums_stride + column] = sum;
    }
  }
}

float quantise(const float* x, std::size_t n, std::uint8_t* out) {
  float peak = 0;
  bool finite = true;
  for (std::size_t i = 0; i < n; ++i) {
    finite = finite && std::isfinite(x[i]);
    peak = std::fabs(x[i]) > peak ? std::fabs(x[i]) : peak;
  }
  const bool scaled = finite && peak > kSmallestPeak;
  const float inverse = scaled ? 127.0F / peak : 0.0F;
  for (std::size_t i = 0; i < n; ++i)
    out[i] = scaled ? static_cast<std::uint8_t>(static_cast<int>(std::nearbyint(x[i] * inverse)) + 128) : 128;
  if (!finite) return std::nanf("");
  return scaled ? peak / 127.0F : 0.0F;
}

void multiply_int8(const std::uint8_t* a, std::size_t a_stride, std::size_t rows, const float* row_scales,
                   const std::int8_t* panel, std::size_t quads, const Int8Columns& columns, float* sums) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < kPanelWidth; ++column) {
      std::int32_t sum = columns.offsets[column];
      for (std::size_t k = 0; k < 4 * quads; ++k)
        sum += a[row * a_stride + k] * panel[(k / 4 * kPanelWidth + column) * 4 + k % 4];
      sums[row * kPanelWidth + column] = static_cast<float>(sum) * (row_scales[row] * columns.scales[column]);
    }
  }
}

}  // namespace

const Bf16Unit& emulated_bf16_unit() {
  static constexpr Bf16Unit unit{round, multiply_bf16};
  return unit;
}

const Int8Unit& emulated_int8_unit() {
  static constexpr Int8Unit unit{quantise, multiply_int8};
  return unit;
}

}  // namespace seqlens::kernels::reduced
