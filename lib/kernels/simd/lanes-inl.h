// Sixteen floats as the level at hand holds them: one vector on AVX-512, two on AVX2. All vector kernels are
// written in these, so that a reduction has the same 16 lanes everywhere. Per-target header in the way of
// Highway: the guard flips.
#if defined(SEQLENS_KERNELS_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SEQLENS_KERNELS_LANES_INL_H
#undef SEQLENS_KERNELS_LANES_INL_H
#else
#define SEQLENS_KERNELS_LANES_INL_H
#endif

#include <hwy/highway.h>

#include "arithmetic.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using std::size_t;

constexpr size_t kLanes = arithmetic::kLanes;

#if HWY_TARGET == HWY_AVX2

using HalfTag = hn::FixedTag<float, 8>;
using HalfBits = hn::FixedTag<uint32_t, 8>;

struct Lanes {
  hn::Vec<HalfTag> lo, hi;
};
struct LaneMask {
  hn::Mask<HalfTag> lo, hi;
};

HWY_INLINE Lanes broadcast(float x) {
  const auto v = hn::Set(HalfTag(), x);
  return {v, v};
}
HWY_INLINE Lanes load(const float* p) {
  return {hn::LoadU(HalfTag(), p), hn::LoadU(HalfTag(), p + 8)};
}
HWY_INLINE void store(Lanes x, float* p) {
  hn::StoreU(x.lo, HalfTag(), p);
  hn::StoreU(x.hi, HalfTag(), p + 8);
}
/// The first n lanes, n <= 16.
HWY_INLINE LaneMask first_lanes(size_t n) {
  return {hn::FirstN(HalfTag(), n), hn::FirstN(HalfTag(), n > 8 ? n - 8 : 0)};
}
/// Touches no memory outside the mask; the other lanes are 0.
HWY_INLINE Lanes load(const float* p, LaneMask mask) {
  return {hn::MaskedLoad(mask.lo, HalfTag(), p), hn::MaskedLoad(mask.hi, HalfTag(), p + 8)};
}
HWY_INLINE void store(Lanes x, float* p, LaneMask mask) {
  hn::BlendedStore(x.lo, mask.lo, HalfTag(), p);
  hn::BlendedStore(x.hi, mask.hi, HalfTag(), p + 8);
}
HWY_INLINE Lanes select(LaneMask mask, Lanes yes, Lanes no) {
  return {hn::IfThenElse(mask.lo, yes.lo, no.lo), hn::IfThenElse(mask.hi, yes.hi, no.hi)};
}
HWY_INLINE LaneMask greater(Lanes a, Lanes b) {
  return {hn::Gt(a.lo, b.lo), hn::Gt(a.hi, b.hi)};
}
/// a * b + c, rounded once.
HWY_INLINE Lanes fma(Lanes a, Lanes b, Lanes c) {
  return {hn::MulAdd(a.lo, b.lo, c.lo), hn::MulAdd(a.hi, b.hi, c.hi)};
}
/// c - a * b, rounded once.
HWY_INLINE Lanes negated_fma(Lanes a, Lanes b, Lanes c) {
  return {hn::NegMulAdd(a.lo, b.lo, c.lo), hn::NegMulAdd(a.hi, b.hi, c.hi)};
}
HWY_INLINE Lanes operator+(Lanes a, Lanes b) {
  return {hn::Add(a.lo, b.lo), hn::Add(a.hi, b.hi)};
}
HWY_INLINE Lanes operator-(Lanes a, Lanes b) {
  return {hn::Sub(a.lo, b.lo), hn::Sub(a.hi, b.hi)};
}
HWY_INLINE Lanes operator*(Lanes a, Lanes b) {
  return {hn::Mul(a.lo, b.lo), hn::Mul(a.hi, b.hi)};
}
HWY_INLINE Lanes operator/(Lanes a, Lanes b) {
  return {hn::Div(a.lo, b.lo), hn::Div(a.hi, b.hi)};
}
/// The second operand when either is NaN.
HWY_INLINE Lanes max_or_second(Lanes a, Lanes b) {
  return {hn::Max(a.lo, b.lo), hn::Max(a.hi, b.hi)};
}
HWY_INLINE Lanes min_or_second(Lanes a, Lanes b) {
  return {hn::Min(a.lo, b.lo), hn::Min(a.hi, b.hi)};
}
HWY_INLINE hn::Vec<HalfTag> add_low_bits_to_exponent(hn::Vec<HalfTag> p, hn::Vec<HalfTag> shifted) {
  const HalfBits bits;
  return hn::BitCast(HalfTag(), hn::Add(hn::BitCast(bits, p), hn::ShiftLeft<23>(hn::BitCast(bits, shifted))));
}
/// p * 2^n, where n is the integer in the low bits of `shifted`.
HWY_INLINE Lanes add_low_bits_to_exponent(Lanes p, Lanes shifted) {
  return {add_low_bits_to_exponent(p.lo, shifted.lo), add_low_bits_to_exponent(p.hi, shifted.hi)};
}
/// i, i + 1, ... as floats, and |x|.
HWY_INLINE Lanes count_from(float first) {
  return {hn::Iota(HalfTag(), first), hn::Iota(HalfTag(), first + 8)};
}
HWY_INLINE Lanes absolute(Lanes x) {
  return {hn::Abs(x.lo), hn::Abs(x.hi)};
}
HWY_INLINE Lanes negated(Lanes x) {
  return {hn::Neg(x.lo), hn::Neg(x.hi)};
}
HWY_INLINE Lanes square_root(Lanes x) {
  return {hn::Sqrt(x.lo), hn::Sqrt(x.hi)};
}

HWY_INLINE hn::Vec<HalfTag> fold_to_eight_by_sum(Lanes x) {
  return hn::Add(x.lo, x.hi);
}
HWY_INLINE hn::Vec<HalfTag> fold_to_eight_by_max(Lanes x) {
  return hn::Max(x.lo, x.hi);
}

#else  // AVX-512

using Tag = hn::FixedTag<float, 16>;
using Bits = hn::FixedTag<uint32_t, 16>;
using HalfTag = hn::FixedTag<float, 8>;

struct Lanes {
  hn::Vec<Tag> v;
};
struct LaneMask {
  hn::Mask<Tag> m;
};

HWY_INLINE Lanes broadcast(float x) {
  return {hn::Set(Tag(), x)};
}
HWY_INLINE Lanes load(const float* p) {
  return {hn::LoadU(Tag(), p)};
}
HWY_INLINE void store(Lanes x, float* p) {
  hn::StoreU(x.v, Tag(), p);
}
HWY_INLINE LaneMask first_lanes(size_t n) {
  return {hn::FirstN(Tag(), n)};
}
HWY_INLINE Lanes load(const float* p, LaneMask mask) {
  return {hn::MaskedLoad(mask.m, Tag(), p)};
}
HWY_INLINE void store(Lanes x, float* p, LaneMask mask) {
  hn::BlendedStore(x.v, mask.m, Tag(), p);
}
HWY_INLINE Lanes select(LaneMask mask, Lanes yes, Lanes no) {
  return {hn::IfThenElse(mask.m, yes.v, no.v)};
}
HWY_INLINE LaneMask greater(Lanes a, Lanes b) {
  return {hn::Gt(a.v, b.v)};
}
HWY_INLINE Lanes fma(Lanes a, Lanes b, Lanes c) {
  return {hn::MulAdd(a.v, b.v, c.v)};
}
HWY_INLINE Lanes negated_fma(Lanes a, Lanes b, Lanes c) {
  return {hn::NegMulAdd(a.v, b.v, c.v)};
}
HWY_INLINE Lanes operator+(Lanes a, Lanes b) {
  return {hn::Add(a.v, b.v)};
}
HWY_INLINE Lanes operator-(Lanes a, Lanes b) {
  return {hn::Sub(a.v, b.v)};
}
HWY_INLINE Lanes operator*(Lanes a, Lanes b) {
  return {hn::Mul(a.v, b.v)};
}
HWY_INLINE Lanes operator/(Lanes a, Lanes b) {
  return {hn::Div(a.v, b.v)};
}
HWY_INLINE Lanes max_or_second(Lanes a, Lanes b) {
  return {hn::Max(a.v, b.v)};
}
HWY_INLINE Lanes min_or_second(Lanes a, Lanes b) {
  return {hn::Min(a.v, b.v)};
}
HWY_INLINE Lanes add_low_bits_to_exponent(Lanes p, Lanes shifted) {
  const Bits bits;
  return {
      hn::BitCast(Tag(), hn::Add(hn::BitCast(bits, p.v), hn::ShiftLeft<23>(hn::BitCast(bits, shifted.v))))};
}
HWY_INLINE Lanes count_from(float first) {
  return {hn::Iota(Tag(), first)};
}
HWY_INLINE Lanes absolute(Lanes x) {
  return {hn::Abs(x.v)};
}
HWY_INLINE Lanes negated(Lanes x) {
  return {hn::Neg(x.v)};
}
HWY_INLINE Lanes square_root(Lanes x) {
  return {hn::Sqrt(x.v)};
}

HWY_INLINE hn::Vec<HalfTag> fold_to_eight_by_sum(Lanes x) {
  return hn::Add(hn::LowerHalf(HalfTag(), x.v), hn::UpperHalf(HalfTag(), x.v));
}
HWY_INLINE hn::Vec<HalfTag> fold_to_eight_by_max(Lanes x) {
  return hn::Max(hn::LowerHalf(HalfTag(), x.v), hn::UpperHalf(HalfTag(), x.v));
}

#endif

/// The mask of whole vectors, known to the compiler: masked stores are slow on AVX2.
struct AllLanes {};
HWY_INLINE Lanes load(const float* p, AllLanes) {
  return load(p);
}
HWY_INLINE void store(Lanes x, float* p, AllLanes) {
  store(x, p);
}

/// body(first, mask) for each 16 of n elements.
template <class Body>
HWY_INLINE void for_each_lanes(size_t n, const Body& body) {
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; i += kLanes) body(i, AllLanes());
  if (whole < n) body(whole, first_lanes(n - whole));
}

HWY_INLINE Lanes zero_lanes() {
  return broadcast(0.0F);
}

/// Lanes i and i + 8, then i and i + 4, i + 2, i + 1.
HWY_INLINE float add_lanes(Lanes x) {
  const hn::FixedTag<float, 4> quarter;
  const auto eight = fold_to_eight_by_sum(x);
  const auto four = hn::Add(hn::LowerHalf(quarter, eight), hn::UpperHalf(quarter, eight));
  const auto two = hn::Add(four, hn::Shuffle1032(four));
  return hn::GetLane(hn::Add(two, hn::Shuffle2301(two)));
}
HWY_INLINE float max_lanes(Lanes x) {
  const hn::FixedTag<float, 4> quarter;
  const auto eight = fold_to_eight_by_max(x);
  const auto four = hn::Max(hn::LowerHalf(quarter, eight), hn::UpperHalf(quarter, eight));
  const auto two = hn::Max(four, hn::Shuffle1032(four));
  return hn::GetLane(hn::Max(two, hn::Shuffle2301(two)));
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
