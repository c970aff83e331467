// exp2, Phi and the activations, operation by operation those of scalar/scalar_kernels.inc.
#if defined(SEQLENS_KERNELS_FUNCTIONS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SEQLENS_KERNELS_FUNCTIONS_INL_H
#undef SEQLENS_KERNELS_FUNCTIONS_INL_H
#else
#define SEQLENS_KERNELS_FUNCTIONS_INL_H
#endif

#include "seqlens/kernels/activation.h"

#include "arithmetic.h"
#include "simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {

/// 2^x for x <= kExp2Max.
HWY_INLINE Lanes exp2_below(Lanes x) {
  using namespace arithmetic;
  x = max_or_second(broadcast(kExp2Min), x);
  const Lanes magic = broadcast(kRoundMagic);
  const Lanes shifted = x + magic;
  const Lanes f = x - (shifted - magic);
  Lanes p = fma(broadcast(kExp2[4]), f, broadcast(kExp2[3]));
  p = fma(p, f, broadcast(kExp2[2]));
  p = fma(p, f, broadcast(kExp2[1]));
  p = fma(p, f, broadcast(kExp2[0]));
  p = fma(p, f, broadcast(1.0F));
  return add_low_bits_to_exponent(p, shifted);
}

HWY_INLINE Lanes sigmoid(Lanes x) {
  using namespace arithmetic;
  const Lanes one = broadcast(1.0F);
  return one / (one + exp2_below(min_or_second(broadcast(kExp2Max), x * broadcast(-kLog2E))));
}

HWY_INLINE Lanes normal_cdf(Lanes x) {
  using namespace arithmetic;
  const Lanes limited = min_or_second(broadcast(kPhiEnd), max_or_second(broadcast(-kPhiEnd), x));
  const Lanes w = fma(limited * limited, broadcast(kPhiScale), broadcast(-1.0F));
  const Lanes w2 = w * w;
  const Lanes w4 = w2 * w2;
  const auto pair = [&](int i)
                        HWY_ATTR { return fma(broadcast(kPhi[2 * i + 1]), w, broadcast(kPhi[2 * i])); };
  const Lanes low = fma(fma(pair(3), w2, pair(2)), w4, fma(pair(1), w2, pair(0)));
  const Lanes high = fma(pair(6), w4, fma(pair(5), w2, pair(4)));
  const Lanes p = fma(high, w4 * w4, low);
  return min_or_second(broadcast(1.0F), max_or_second(broadcast(0.0F), fma(limited, p, broadcast(0.5F))));
}

HWY_INLINE Lanes tanh_argument_doubled(Lanes x) {
  using namespace arithmetic;
  const Lanes z = fma(x * x, broadcast(kTanhCubic), broadcast(kTanhLinear)) * x;
  return z + z;
}

struct Identity {
  static HWY_INLINE Lanes value(Lanes x) { return x; }
  static HWY_INLINE Lanes slope(Lanes) { return broadcast(1.0F); }
};
struct Relu {
  static HWY_INLINE Lanes value(Lanes x) { return max_or_second(broadcast(0.0F), x); }
  static HWY_INLINE Lanes slope(Lanes x) {
    return select(greater(x, broadcast(0.0F)), broadcast(1.0F), broadcast(0.0F));
  }
};
struct Gelu {
  static HWY_INLINE Lanes value(Lanes x) { return x * normal_cdf(x); }
  static HWY_INLINE Lanes slope(Lanes x) {
    using namespace arithmetic;
    const Lanes density = exp2_below((x * x) * broadcast(-0.5F * kLog2E)) * broadcast(kInverseSqrt2Pi);
    return fma(x, density, normal_cdf(x));
  }
};
struct GeluTanh {
  static HWY_INLINE Lanes value(Lanes x) { return x * sigmoid(tanh_argument_doubled(x)); }
  static HWY_INLINE Lanes slope(Lanes x) {
    using namespace arithmetic;
    const Lanes s = sigmoid(tanh_argument_doubled(x));
    const Lanes dz = fma(x * x, broadcast(kTanhCubicTimes3), broadcast(kTanhLinear));
    return fma((x * s) * (broadcast(1.0F) - s), dz + dz, s);
  }
};
struct Silu {
  static HWY_INLINE Lanes value(Lanes x) { return x * sigmoid(x); }
  static HWY_INLINE Lanes slope(Lanes x) {
    const Lanes s = sigmoid(x);
    return fma(x * s, broadcast(1.0F) - s, s);
  }
};

/// Calls `body` with the function's type, so that its loops are compiled for each.
template <class Body>
HWY_INLINE void with_activation(Activation f, const Body& body) {
  switch (f) {
    case Activation::none:
      return body(Identity{});
    case Activation::relu:
      return body(Relu{});
    case Activation::gelu:
      return body(Gelu{});
    case Activation::gelu_tanh:
      return body(GeluTanh{});
    case Activation::silu:
      return body(Silu{});
  }
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
