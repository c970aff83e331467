#pragma once

#include <cstddef>
#include <cstdint>

// Included by files that are compiled for one instruction set: no std templates here.
namespace seqlens::kernels::reduced {

constexpr std::size_t kPanelWidth = 64;  ///< columns of a panel of the right side
constexpr std::size_t kTileRows = 6;     ///< rows that a tile takes at most

/// sums (rows, width) = a (rows, 2 pairs) b (2 pairs, width), all in bf16.
struct Bf16Product {
  const std::uint16_t* a;
  std::size_t a_stride;
  std::size_t rows;
  const std::uint16_t* b;  ///< one panel, [pairs][width][2]; begins at a cache line
  std::size_t width;       ///< 16, 32, 48 or 64
  std::size_t pairs;
  float* sums;
  std::size_t sums_stride;
};

/// bf16 products: numbers are the upper halves of f32.
struct Bf16Unit {
  /// out = x rounded to nearest even; subnormals become zero, NaN stays NaN.
  void (*round)(const float* x, std::size_t n, std::uint16_t* out);
  void (*multiply)(const Bf16Product& product);
};

/// What int8 products of one panel need to know of its 64 columns.
struct Int8Columns {
  const float* scales;
  const std::int32_t* offsets;  ///< -128 times the sum of the column: the left side is stored plus 128
};

/// int8 products.
struct Int8Unit {
  /// out = round(x / scale) + 128. @return scale: largest |x| / 127; NaN when an x is not finite.
  float (*quantise)(const float* x, std::size_t n, std::uint8_t* out);
  /// sums (rows, 64) = scaled product of a (rows, quads * 4; `a_stride` apart) and a panel [quads][64][4].
  void (*multiply)(const std::uint8_t* a, std::size_t a_stride, std::size_t rows, const float* row_scales,
                   const std::int8_t* panel, std::size_t quads, const Int8Columns& columns, float* sums);
};

const Bf16Unit& emulated_bf16_unit();
const Int8Unit& emulated_int8_unit();
/// Only where the CPU has them.
const Bf16Unit& avx512_bf16_unit();
/// The same bits by f32 multiply-adds of AVX-512, for what has no faster unit.
const Bf16Unit& avx512_widening_unit();
const Int8Unit& avx512_int8_unit();

/// The fastest for bf16 on this CPU at the active level.
const Bf16Unit& bf16_unit();
const Int8Unit& int8_unit();

}  // namespace seqlens::kernels::reduced
