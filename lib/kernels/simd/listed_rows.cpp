#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/listed_rows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "simd/fill_table.h"
#include "simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

constexpr size_t kChains = 4;

/// Twenty columns, as many as there are amino acids: sixteen lanes and four more.
struct TwentyLanes {
  using Four = hn::FixedTag<float, 4>;
  Lanes head;
  hn::Vec<Four> tail;

  static HWY_INLINE TwentyLanes zero() { return {zero_lanes(), hn::Zero(Four())}; }
  HWY_INLINE TwentyLanes plus(const float* row) const {
    return {head + load(row), hn::Add(tail, hn::LoadU(Four(), row + kLanes))};
  }
  HWY_INLINE TwentyLanes plus(TwentyLanes other) const {
    return {head + other.head, hn::Add(tail, other.tail)};
  }
  HWY_INLINE void store_to(float* out) const {
    store(head, out);
    hn::StoreU(tail, Four(), out + kLanes);
  }
};

HWY_INLINE void sum_twenty(const float* columns, size_t stride, const uint32_t* list, size_t count,
                           float* out) {
  TwentyLanes s0 = TwentyLanes::zero(), s1 = s0, s2 = s0, s3 = s0;
  size_t k = 0;
  for (; k + kChains <= count; k += kChains) {
    s0 = s0.plus(columns + list[k] * stride);
    s1 = s1.plus(columns + list[k + 1] * stride);
    s2 = s2.plus(columns + list[k + 2] * stride);
    s3 = s3.plus(columns + list[k + 3] * stride);
  }
  if (k < count) s0 = s0.plus(columns + list[k] * stride);
  if (k + 1 < count) s1 = s1.plus(columns + list[k + 1] * stride);
  if (k + 2 < count) s2 = s2.plus(columns + list[k + 2] * stride);
  s0.plus(s1).plus(s2.plus(s3)).store_to(out);
}

HWY_INLINE void sum_masked(const float* columns, size_t stride, const uint32_t* list, size_t count,
                           LaneMask mask, float* out) {
  Lanes sums[kChains] = {zero_lanes(), zero_lanes(), zero_lanes(), zero_lanes()};
  for (size_t k = 0; k < count; ++k)
    sums[k % kChains] = sums[k % kChains] + load(columns + list[k] * stride, mask);
  store((sums[0] + sums[1]) + (sums[2] + sums[3]), out, mask);
}

void sum_listed_rows(ConstMatrix source, const ListedRows& lists, Matrix out) {
  constexpr size_t kTwenty = kLanes + 4;
  for (size_t l = 0; l < lists.count; ++l) {
    const uint32_t* list = lists.indices + lists.offsets[l];
    const size_t count = lists.offsets[l + 1] - lists.offsets[l];
    float* sums = out.data + l * out.stride;
    size_t c = 0;
    for (; c + kTwenty <= source.cols; c += kTwenty)
      sum_twenty(source.data + c, source.stride, list, count, sums + c);
    for (; c < source.cols; c += kLanes) {
      const size_t left = source.cols - c;
      const LaneMask mask = first_lanes(left < kLanes ? left : kLanes);
      sum_masked(source.data + c, source.stride, list, count, mask, sums + c);
    }
  }
}

}  // namespace

void fill_listed_rows(KernelTable& table) {
  table.sum_listed_rows = sum_listed_rows;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
