// Maximum, sum and dot product of a row in 16 lanes and a fixed tree.
#if defined(SEQLENS_KERNELS_ROW_REDUCTIONS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SEQLENS_KERNELS_ROW_REDUCTIONS_INL_H
#undef SEQLENS_KERNELS_ROW_REDUCTIONS_INL_H
#else
#define SEQLENS_KERNELS_ROW_REDUCTIONS_INL_H
#endif

#include "simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {

HWY_INLINE float max_of(const float* x, size_t n) {
  const Lanes lowest = broadcast(-__builtin_inff());
  Lanes top = lowest;
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) top = max_or_second(top, load(x + i));
  if (whole < n) {
    const LaneMask mask = first_lanes(n - whole);
    top = select(mask, max_or_second(top, load(x + whole, mask)), top);
  }
  return max_lanes(top);
}

// A lane beyond the end adds 0, which changes no sum: a sum that starts at +0 never becomes -0.
HWY_INLINE float sum_of(const float* x, size_t n) {
  Lanes sum = zero_lanes();
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) sum = sum + load(x + i);
  if (whole < n) sum = sum + load(x + whole, first_lanes(n - whole));
  return add_lanes(sum);
}

HWY_INLINE float dot_of(const float* x, const float* y, size_t n) {
  Lanes sum = zero_lanes();
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) sum = fma(load(x + i), load(y + i), sum);
  if (whole < n) {
    const LaneMask mask = first_lanes(n - whole);
    sum = fma(load(x + whole, mask), load(y + whole, mask), sum);
  }
  return add_lanes(sum);
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
