#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "seqlens/kernels/isa.h"
#include "seqlens/model/encoder.h"
#include "seqlens/parallel/thread_budget.h"

#include "compare_outputs.h"
#include "sample_models.h"

using namespace seqlens;
using namespace seqlens::model;
using namespace seqlens::test;

namespace {

constexpr double kTolerance = 2e-5;

std::vector<float> hidden_of(const Encoder& encoder, std::size_t length) {
  const auto tokens = sample_tokens(encoder.config(), length, 3);
  const Numbers numbers = sample_numbers(encoder.config(), length, 3);
  const EncoderInput input{tokens, numbers.coordinates, numbers.features};
  return encoder.run(std::span(&input, 1), {}).at(0).last_hidden_state;
}

std::string refusal(const Encoder& encoder, const EncoderInput& input) {
  try {
    static_cast<void>(encoder.run(std::span(&input, 1), {}));
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("encoders that read coordinates and features agree with the double-precision one") {
  for (const SampleModel& sample : sample_models_with_numbers()) {
    const Parameters parameters = sample_parameters(sample.config, 1);
    for (const std::size_t length : {std::size_t{101}, std::size_t{33}, std::size_t{9}}) {
      INFO(sample.name << ", " << length << " tokens");
      const auto tokens = sample_tokens(sample.config, length, length);
      const Numbers numbers = sample_numbers(sample.config, length, length);
      CHECK(encoder_difference(sample.config, parameters, tokens, Mistake::none, numbers) <= kTolerance);
    }
  }
}

TEST_CASE("the comparison notices a coordinate and a feature that differ") {
  const EncoderConfig config = sample_config("volume");
  const Parameters parameters = sample_parameters(config, 1);
  const auto tokens = sample_tokens(config, 20, 2);
  const Numbers numbers = sample_numbers(config, 20, 2);
  const Encoder encoder(config, parameters);
  const auto changed = [&](bool coordinate) {
    Numbers other = numbers;
    if (coordinate)
      other.coordinates[7] += 1;
    else
      other.features[11] = std::isnan(other.features[11]) ? 0.0F : NAN;
    const EncoderInput input{tokens, other.coordinates, other.features};
    const auto hidden = encoder.run(std::span(&input, 1), {}).at(0).last_hidden_state;
    return largest_difference(
        hidden, reference_encoder(config, parameters, tokens, Mistake::none, numbers).last_hidden_state);
  };
  CHECK(changed(true) > 5 * kTolerance);
  CHECK(changed(false) > 5 * kTolerance);
}

TEST_CASE("encoders that read numbers give the same bytes for any threads and instruction set") {
  for (const SampleModel& sample : sample_models_with_numbers()) {
    INFO(sample.name);
    std::vector<float> scalar;
    for (const kernels::Isa isa : kernels::available_isas()) {
      const kernels::ScopedIsa level(isa);
      const Encoder encoder(sample.config, sample_parameters(sample.config, 4));
      for (const int threads : {1, 2, 5}) {
        const parallel::ThreadBudget budget(threads);
        const auto hidden = hidden_of(encoder, 230);
        if (scalar.empty()) scalar = hidden;
        CHECK(hidden == scalar);
      }
    }
  }
}

TEST_CASE("numbers that are not what the model reads are refused by name") {
  const EncoderConfig config = sample_config("volume");
  const Encoder encoder(config, sample_parameters(config, 4));
  const std::vector<std::int32_t> tokens{1, 2};
  const std::vector<float> six(6, 1), eight(8, 1);
  CHECK(refusal(encoder, {tokens, six, eight}).empty());
  CHECK(refusal(encoder, {tokens, {}, eight}) == "sequence 0: 0 coordinates, the model reads 6");
  CHECK(refusal(encoder, {tokens, six, six}) == "sequence 0: 6 features, the model reads 8");
  std::vector<float> bad = six;
  bad[4] = NAN;
  CHECK(refusal(encoder, {tokens, bad, eight}) ==
        "sequence 0: coordinate 4 is nan, expected a finite number");
  std::vector<float> infinite = eight;
  infinite[3] = std::numeric_limits<float>::infinity();
  CHECK(refusal(encoder, {tokens, six, infinite}) ==
        "sequence 0: feature 3 is infinite, expected a number, or NaN where one is missing");
  std::vector<float> logits(2);
  CHECK_THROWS_WITH(encoder.classify_features({six.data(), 0, 24}, logits),
                    "the model reads coordinates beside the tokens");

  const EncoderConfig plain = sample_config("no_positions");
  CHECK(refusal(Encoder(plain, sample_parameters(plain, 4)), {tokens, six, {}}) ==
        "sequence 0: 6 coordinates, the model reads 0");
}
