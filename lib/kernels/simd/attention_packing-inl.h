// Copies of one head's matrices in the order in which the tiles read them.
#if defined(SEQLENS_KERNELS_ATTENTION_PACKING_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SEQLENS_KERNELS_ATTENTION_PACKING_INL_H
#undef SEQLENS_KERNELS_ATTENTION_PACKING_INL_H
#else
#define SEQLENS_KERNELS_ATTENTION_PACKING_INL_H
#endif

#include "seqlens/kernels/matrix_view.h"

#include "simd/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {

HWY_INLINE size_t round_up(size_t n, size_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

/// Distance between rows of scores: whole vectors, and one more so that rows do not all fall into the same
/// cache sets.
HWY_INLINE size_t score_stride(size_t tokens) {
  return round_up(tokens, kLanes) + kLanes;
}

HWY_INLINE size_t transposed_size(size_t tokens, size_t width) {
  return round_up(tokens, kPanelWidth) * width;
}

/// Columns [col, col + 4) of eight rows -> four rows of eight.
HWY_INLINE void transpose_8x4(const float* in, size_t stride, float* HWY_RESTRICT out, size_t out_stride) {
  const hn::FixedTag<float, 4> four;
  const hn::FixedTag<float, 8> eight;
  const hn::FixedTag<double, 4> pairs;
  const auto row = [&](size_t r) HWY_ATTR {
    return hn::Combine(eight, hn::LoadU(four, in + (r + 4) * stride), hn::LoadU(four, in + r * stride));
  };
  const auto r0 = row(0), r1 = row(1), r2 = row(2), r3 = row(3);
  const auto low01 = hn::BitCast(pairs, hn::InterleaveLower(eight, r0, r1));
  const auto low23 = hn::BitCast(pairs, hn::InterleaveLower(eight, r2, r3));
  const auto high01 = hn::BitCast(pairs, hn::InterleaveUpper(eight, r0, r1));
  const auto high23 = hn::BitCast(pairs, hn::InterleaveUpper(eight, r2, r3));
  hn::StoreU(hn::BitCast(eight, hn::InterleaveLower(pairs, low01, low23)), eight, out);
  hn::StoreU(hn::BitCast(eight, hn::InterleaveUpper(pairs, low01, low23)), eight, out + out_stride);
  hn::StoreU(hn::BitCast(eight, hn::InterleaveLower(pairs, high01, high23)), eight, out + 2 * out_stride);
  hn::StoreU(hn::BitCast(eight, hn::InterleaveUpper(pairs, high01, high23)), eight, out + 3 * out_stride);
}

/// The transpose of x (T, width) in panels of kPanelWidth tokens: panel p, row d, token j. Zero beyond T up
/// to the next whole vector, which is what the tiles read.
HWY_INLINE void pack_transposed(ConstMatrix x, float* HWY_RESTRICT out) {
  const size_t width = x.cols;
  const size_t whole_rows = x.rows / 8 * 8;
  const size_t whole_cols = width / 4 * 4;
  const auto place = [&](size_t token, size_t d) HWY_ATTR {
    return out + token / kPanelWidth * kPanelWidth * width + d * kPanelWidth + token % kPanelWidth;
  };
  if (x.rows % kLanes != 0) {
    for (size_t d = 0; d < width; ++d) store(zero_lanes(), place(x.rows / kLanes * kLanes, d));
  }
  for (size_t token = 0; token < whole_rows; token += 8) {
    const float* in = x.data + token * x.stride;
    for (size_t d = 0; d < whole_cols; d += 4) transpose_8x4(in + d, x.stride, place(token, d), kPanelWidth);
    for (size_t d = whole_cols; d < width; ++d) {
      for (size_t t = 0; t < 8; ++t) place(token, d)[t] = in[t * x.stride + d];
    }
  }
  for (size_t token = whole_rows; token < x.rows; ++token) {
    for (size_t d = 0; d < width; ++d) *place(token, d) = x.data[token * x.stride + d];
  }
}

/// The rows of x times `factor`, each padded with zeros to whole vectors.
HWY_INLINE void pack_rows(ConstMatrix x, float factor, float* HWY_RESTRICT out) {
  const size_t whole = x.cols / kLanes * kLanes;
  const LaneMask mask = first_lanes(x.cols - whole);
  const Lanes factors = broadcast(factor);
  for (size_t r = 0; r < x.rows; ++r) {
    const float* in = x.data + r * x.stride;
    for (size_t i = 0; i < whole; i += kLanes, out += kLanes) store(load(in + i) * factors, out);
    if (whole < x.cols) {
      store(load(in + whole, mask) * factors, out);
      out += kLanes;
    }
  }
}

/// Adds -slope |i - j| to the scores of query `row` and the 16 keys from `col` on.
HWY_INLINE Lanes add_distance_penalty(Lanes scores, float slope, size_t row, size_t col) {
  const Lanes distance = absolute(count_from(static_cast<float>(col)) - broadcast(static_cast<float>(row)));
  return negated_fma(broadcast(slope), distance, scores);
}

/// Adds a bias, given as natural logarithm, to scores in units of log 2.
HWY_INLINE Lanes add_bias(Lanes scores, const float* bias) {
  return fma(load(bias), broadcast(arithmetic::kLog2E), scores);
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
