#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/precision.h"

#include "arrays.h"
#include "attention_case.h"
#include "references.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

const Shape kShapes[] = {{1, 1, 1},     {2, 4, 4},     {7, 5, 5},    {12, 16, 16},
                         {13, 16, 17},  {31, 32, 32},  {65, 33, 33}, {80, 64, 64},
                         {100, 70, 70}, {129, 12, 40}, {50, 40, 12}, {257, 32, 48}};
constexpr float kLog2E = 1.44269504F;

struct Result {
  std::vector<float> out, log_sum_exp, probabilities;
};

Result attend(const Shape& s, const Inputs& in, const AttentionOptions& options) {
  EdgeArray out(s.tokens * s.value_width, NAN), log_sum_exp(s.tokens);
  AttentionWorkspace workspace;
  CollectRows rows;
  attention_head({in.q.data(), s.tokens, s.width}, {in.k.data(), s.tokens, s.width},
                 {in.v.data(), s.tokens, s.value_width}, options, {out.data(), s.tokens, s.value_width},
                 workspace, &rows, log_sum_exp.data());
  return {out.floats(), log_sum_exp.floats(), rows.values};
}

/// At every level, and by f32 multiply-adds in place of the CPU's bf16 unit.
Result attend_everywhere(const Shape& s, const Inputs& in, const AttentionOptions& options) {
  Result result;
  const auto all = [&] {
    result = attend(s, in, options);
    std::vector<float> joined = result.out;
    joined.insert(joined.end(), result.log_sum_exp.begin(), result.log_sum_exp.end());
    joined.insert(joined.end(), result.probabilities.begin(), result.probabilities.end());
    return joined;
  };
  const auto expected = same_at_every_level(all);
  const ScopedWithoutBf16 scoped;
  require_same_bits(all(), expected);
  return result;
}

/// x to 8 bits of significand, nearest even, by arithmetic alone.
double rounded(float x) {
  const float far = x * 65537.0F;
  return double{far - (far - x)};
}

std::vector<double> rounded_all(const EdgeArray& x, float factor = 1) {
  std::vector<double> all;
  for (const float value : x.span()) all.push_back(rounded(value * factor));
  return all;
}

double relative_error(const std::vector<float>& values, const std::vector<double>& expected) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(double{values.at(i)} - expected[i], 2);
    size += expected[i] * expected[i];
  }
  return std::sqrt(difference / size);
}

void require_definition(const Shape& s, float slope, bool as_bias, Random& random) {
  CAPTURE(s.tokens, s.width, s.value_width, slope, as_bias);
  const Inputs in(s, random);
  const SlopeBias bias(slope);
  AttentionOptions options;
  options.precision = Precision::bf16;
  options.scale = 1 / std::sqrt(static_cast<float>(s.width));
  if (as_bias) {
    options.bias = &bias;
  } else {
    options.alibi_slope = slope;
  }
  const Result got = attend_everywhere(s, in, options);
  const auto expected = reference::attention(rounded_all(in.q, options.scale * kLog2E), rounded_all(in.k),
                                             rounded_all(in.v), s.tokens, std::log(2.0), double{slope});
  // Scores, and what the softmax makes of them, are those of the rounded sides.
  require_close(got.log_sum_exp, expected.log_sum_exp, {3e-6, 1e-6});
  require_close(got.probabilities, expected.probabilities, {1e-9, 1e-5});
  // Numerators are rounded for the second product alone.
  const double error = relative_error(got.out, expected.out);
  CHECK(error < 4e-3);
  if (s.tokens > 2) CHECK(error > 2e-5);
}

}  // namespace

TEST_CASE(
    "attention in bf16 is that of the rounded sides, the same bits at every level and without the unit") {
  Random random(41);
  for (const Shape& s : kShapes) {
    for (const float slope : {0.0F, 0.25F}) require_definition(s, slope, false, random);
    require_definition(s, 0.25F, true, random);
  }
}

TEST_CASE("int8 has attention in bf16, and f32 another") {
  Random random(42);
  const Shape s{40, 24, 24};
  const Inputs in(s, random);
  const auto out = [&](Precision precision) {
    AttentionOptions options;
    options.precision = precision;
    options.scale = 0.2F;
    return attend(s, in, options).out;
  };
  const auto bf16 = out(Precision::bf16), f32 = out(Precision::f32);
  require_same_bits(out(Precision::int8), bf16);
  const double error = relative_error(bf16, {f32.begin(), f32.end()});
  CHECK(error > 1e-4);
  CHECK(error < 1e-2);
}

TEST_CASE("out may be the memory of q in bf16 too, and the workspace may have served a larger head") {
  Random random(43);
  const Shape large{90, 40, 40}, s{77, 24, 24};
  const Inputs in(s, random), first(large, random);
  AttentionOptions options;
  options.precision = Precision::bf16;
  AttentionWorkspace workspace;
  EdgeArray big(first.q), q(in.q);
  attention_head({big.data(), large.tokens, large.width}, {first.k.data(), large.tokens, large.width},
                 {first.v.data(), large.tokens, large.width}, options,
                 {big.data(), large.tokens, large.width}, workspace);
  attention_head({q.data(), s.tokens, s.width}, {in.k.data(), s.tokens, s.width},
                 {in.v.data(), s.tokens, s.width}, options, {q.data(), s.tokens, s.width}, workspace);
  require_same_bits(q.span(), attend(s, in, options).out);
}

TEST_CASE("what is not a number stays visible in attention in bf16") {
  Random random(44);
  const Shape s{20, 8, 8};
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    Inputs in(s, random);
    AttentionOptions options;
    options.precision = Precision::bf16;
    in.q.data()[5 * s.width + 3] = NAN;
    const auto out = attend(s, in, options).out;
    for (std::size_t i = 0; i < out.size(); ++i) CHECK(std::isfinite(out[i]) == (i / s.width != 5));
  }
}
