#include <cmath>
#include <cstring>

#include <catch2/catch.hpp>

#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/precision.h"
#include "seqlens/model/encoder.h"
#include "seqlens/parallel/thread_budget.h"

#include "sample_models.h"

using namespace seqlens;
using namespace seqlens::model;
using namespace seqlens::test;
using kernels::Precision;

namespace {

std::vector<float> hidden_states(const Encoder& encoder, const std::vector<std::int32_t>& tokens) {
  const TokenIds ids(tokens);
  return encoder.run({&ids, 1}, {}).front().last_hidden_state;
}

/// Length of the difference over the length of the expected values; NaN where a value is.
double relative_error(const std::vector<float>& values, const std::vector<float>& expected) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(double{values.at(i)} - double{expected[i]}, 2);
    size += std::pow(double{expected[i]}, 2);
  }
  return std::sqrt(difference / size);
}

}  // namespace

TEST_CASE("an encoder in a reduced precision is near the one in f32, and not the same") {
  for (const char* name : {"esm_like", "promoter_like"}) {
    const EncoderConfig config = sample_config(name);
    const Parameters parameters = sample_parameters(config, 51);
    const auto tokens = sample_tokens(config, 90, 52);
    const auto exact = hidden_states(Encoder(config, parameters), tokens);
    const auto error_of = [&](Precision precision) {
      const Encoder encoder(config, parameters, precision);
      CHECK(encoder.precision() == precision);
      return relative_error(hidden_states(encoder, tokens), exact);
    };
    INFO(name);
    const double bf16 = error_of(Precision::bf16);
    const double int8 = error_of(Precision::int8);
    CAPTURE(bf16, int8);
    CHECK(bf16 > 1e-4);
    CHECK(bf16 < 0.03);
    CHECK(int8 > 1e-4);
    CHECK(int8 < 0.1);
    CHECK(error_of(Precision::f32) == 0);
  }
}

TEST_CASE("a reduced precision gives the same bytes for any threads and at every level") {
  const EncoderConfig config = sample_config("promoter_like");
  const Parameters parameters = sample_parameters(config, 61);
  const auto tokens = sample_tokens(config, 150, 62);
  for (const Precision precision : {Precision::bf16, Precision::int8}) {
    INFO(kernels::name(precision));
    const auto expected = hidden_states(Encoder(config, parameters, precision), tokens);
    for (const kernels::Isa isa : kernels::available_isas()) {
      for (const int threads : {1, 3}) {
        const kernels::ScopedIsa level(isa);
        const parallel::ThreadBudget budget(threads);
        const auto values = hidden_states(Encoder(config, parameters, precision), tokens);
        CAPTURE(kernels::name(isa), threads);
        REQUIRE(values.size() == expected.size());
        CHECK(std::memcmp(values.data(), expected.data(), values.size() * sizeof(float)) == 0);
      }
    }
  }
}
