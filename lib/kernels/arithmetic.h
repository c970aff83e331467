#pragma once

/// The constants of the f32 arithmetic. Every level evaluates the same operations in the same order on them,
/// so that all give the same bytes. Fitted by Remez exchange in double, then rounded.
namespace seqlens::kernels::arithmetic {

// Sums over a row run in this many lanes: lane i adds the elements i, i + 16, ... in order, then lanes i and
// i + 8 are added, then i and i + 4, i + 2, i + 1.
inline constexpr int kLanes = 16;

// 2^x = 2^n * (1 + f p(f)), n = round(x), f = x - n in [-1/2, 1/2]. Relative error 9.2e-8 before rounding.
inline constexpr float kExp2[] = {0.693147004F, 0.240222424F, 0.0555073358F, 0.00967151299F, 0.00132647273F};
// Adding 1.5 * 2^23 leaves round(x) in the low bits of the sum.
inline constexpr float kRoundMagic = 12582912.0F;
// Below and above, 2^x is taken as 2^kExp2Min and 2^kExp2Max: normal numbers, so that flushing denormals is
// no matter.
inline constexpr float kExp2Min = -125.0F;
inline constexpr float kExp2Max = 125.0F;

inline constexpr float kLog2E = 1.44269504F;

// Phi(x) = 1/2 + x p(w), w = 2 x^2 / 5.2^2 - 1, for |x| <= 5.2; then limited to [0, 1]. Absolute error 3e-7.
// The fit is (1 + 4e-7) too large on purpose, so that the ends reach 0 and 1 exactly and gelu(-100) is 0.
inline constexpr float kPhiEnd = 5.2F;
inline constexpr float kPhiScale = 0.0739644989F;
inline constexpr float kPhi[] = {0.135950059F,   -0.0677436963F,  0.050024543F,   -0.039929837F,
                                 0.031989973F,   -0.0247236397F,  0.0179547928F,  -0.0125051234F,
                                 0.00855997205F, -0.00478904555F, 0.00180012232F, -0.00122149044F,
                                 0.00126851187F, -0.00048127849F};
inline constexpr int kPhiTerms = 14;

// gelu_tanh(x) = x sigmoid(2 z), z = sqrt(2 / pi) (x + 0.044715 x^3); silu(x) = x sigmoid(x).
inline constexpr float kTanhLinear = 0.797884561F;
inline constexpr float kTanhCubic = 0.0356774081F;       // sqrt(2 / pi) * 0.044715
inline constexpr float kTanhCubicTimes3 = 0.107032224F;  // derivative of the cubic term

// Rows of a head's attention matrix that are computed together, and that an AttentionRows observer sees
// together.
inline constexpr int kAttentionRows = 12;

inline constexpr float kInverseSqrt2Pi = 0.398942280F;

}  // namespace seqlens::kernels::arithmetic
