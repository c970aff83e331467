#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/published_model.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/trainable_encoder.h"

#include "reference_encoder.h"
#include "sample_models.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::train;
using namespace seqlens::test;
using model::EncoderConfig;
using model::Parameters;

namespace {

/// Sequences, and a loss that is a random linear function of every output: loss = sum of coefficient *
/// output.
struct Probe {
  std::vector<std::vector<std::int32_t>> tokens;
  std::vector<Numbers> numbers;
  std::vector<ChunkSequence> sequences;
  std::vector<ChunkPosition> positions;
  ChunkHeads heads;
  std::vector<float> coefficients;  // classify, first stage, masked LM, tokens, in this order
};

Probe make_probe(const EncoderConfig& config) {
  Probe probe;
  const std::size_t longest = config.window_tokens > 0 ? static_cast<std::size_t>(config.window_tokens) : 13;
  const std::vector<std::size_t> lengths = config.first_stage
                                               ? std::vector{longest, longest}
                                               : std::vector{longest, std::size_t{7}, std::size_t{10}};
  for (std::size_t i = 0; i < lengths.size(); ++i)
    probe.tokens.push_back(sample_tokens(config, lengths[i], 100 + i));
  for (std::size_t i = 0; i < lengths.size(); ++i)
    probe.numbers.push_back(sample_numbers(config, lengths[i], 100 + i));
  for (std::size_t i = 0; i < lengths.size(); ++i)
    probe.sequences.push_back({probe.tokens[i], 0, probe.numbers[i].coordinates, probe.numbers[i].features});
  if (config.masked_lm) probe.positions = {{0, 0}, {0, 1}, {1, 1}};
  probe.heads = {config.classify.has_value(), config.first_stage.has_value(), probe.positions,
                 config.token_head.has_value()};
  Random random(77);
  for (int i = 0; i < 20'000; ++i) probe.coefficients.push_back(static_cast<float>(random.normal()));
  return probe;
}

double reference_loss(const EncoderConfig& config, const Parameters& parameters, const Probe& probe) {
  std::vector<ReferenceOutput> outputs;
  for (std::size_t i = 0; i < probe.tokens.size(); ++i)
    outputs.push_back(
        reference_encoder(config, parameters, probe.tokens[i], Mistake::none, probe.numbers[i]));
  std::vector<double> all;
  for (const auto& output : outputs) {
    if (probe.heads.classify)
      all.insert(all.end(), output.classify_logits.begin(), output.classify_logits.end());
  }
  for (const auto& output : outputs) {
    if (probe.heads.first_stage) all.push_back(output.first_stage_logits.at(0));
  }
  for (const ChunkPosition& at : probe.positions) {
    const auto& row = outputs[at.sequence].masked_lm_logits[at.position];
    all.insert(all.end(), row.begin(), row.end());
  }
  for (const auto& output : outputs)
    for (const auto& row : output.token_logits) all.insert(all.end(), row.begin(), row.end());
  double loss = 0;
  for (std::size_t i = 0; i < all.size(); ++i) loss += all[i] * static_cast<double>(probe.coefficients.at(i));
  return loss;
}

Parameters copy_of(const EncoderConfig& config, const Parameters& from) {
  Parameters copy(config);
  std::ranges::copy(from.values(), copy.values().begin());
  return copy;
}

/// The gradients of the probe's loss by the outputs: its coefficients.
void fill_with_coefficients(OutputGradients& gradients, const Probe& probe) {
  std::size_t next = 0;
  for (const kernels::Matrix m : {gradients.matrices().classify, gradients.matrices().first_stage,
                                  gradients.matrices().masked_lm, gradients.matrices().tokens}) {
    for (std::size_t r = 0; r < m.rows; ++r) {
      for (std::size_t c = 0; c < m.cols; ++c) m.at(r, c) = probe.coefficients.at(next++);
    }
  }
}

/// Forward and backward of the probe; the pass then knows the slopes of its tokens.
Parameters run(const TrainableEncoder& encoder, const EncoderConfig& config, const Probe& probe,
               ChunkPass& pass) {
  OutputGradients output_gradients;
  output_gradients.shape_like(encoder.forward(probe.sequences, probe.heads, pass));
  fill_with_coefficients(output_gradients, probe);
  Parameters gradients(config);
  encoder.backward(output_gradients.read_only(), pass, gradients);
  return gradients;
}

Parameters gradients_of(const EncoderConfig& config, const Parameters& parameters, const Probe& probe) {
  TrainableEncoder encoder(config);
  encoder.load(parameters);
  ChunkPass pass;
  return run(encoder, config, probe, pass);
}

/// The configuration of a published checkpoint with a head of two classes.
EncoderConfig with_classes(const std::filesystem::path& checkpoint) {
  EncoderConfig config = model::load_model(checkpoint).config;
  config.classify = model::ClassifyHead{{"a", "b"}, model::Pooling::cls, true};
  config.pooler = false;
  config.contact_head = false;
  return config;
}

/// How far the gradient of one tensor is from the central difference along a random direction through all its
/// elements, relative to the length of the gradient.
double direction_error(const EncoderConfig& config, const Parameters& parameters, const Parameters& gradients,
                       const model::TensorSpec& tensor, const Probe& probe, std::uint64_t seed) {
  constexpr double step = 1e-3;
  Random random(seed);
  Parameters up = copy_of(config, parameters), down = copy_of(config, parameters);
  double expected = 0, length = 0;
  const std::size_t n = tensor.rows * tensor.cols;
  for (std::size_t i = tensor.offset; i < tensor.offset + n; ++i) {
    const auto change = static_cast<float>(step * random.normal() / std::sqrt(static_cast<double>(n)));
    up.values()[i] += change;
    down.values()[i] -= change;
    const double exact = static_cast<double>(up.values()[i]) - static_cast<double>(down.values()[i]);
    expected += static_cast<double>(gradients.values()[i]) * exact;
    length += std::pow(static_cast<double>(gradients.values()[i]), 2);
  }
  const double found = reference_loss(config, up, probe) - reference_loss(config, down, probe);
  const double unit = 2 * step * std::max(std::sqrt(length / static_cast<double>(n)), 1e-3);
  return std::abs(found - expected) / unit;
}

constexpr double tolerance = 2e-3;  // of the typical slope; float gradients of a few thousand terms

}  // namespace

TEST_CASE("gradients of every kind of encoder agree with central differences") {
  std::vector<SampleModel> samples = sample_models();
  for (const SampleModel& sample : sample_models_with_numbers()) samples.push_back(sample);
  for (const SampleModel& sample : samples) {
    const Parameters parameters = sample_parameters(sample.config, 5);
    const Probe probe = make_probe(sample.config);
    const Parameters gradients = gradients_of(sample.config, parameters, probe);
    for (const model::TensorSpec& tensor : parameters.layout().tensors()) {
      if (!tensor.trained) continue;
      INFO(sample.name << ": " << tensor.name);
      CHECK(direction_error(sample.config, parameters, gradients, tensor, probe, 1) <= tolerance);
      CHECK(direction_error(sample.config, parameters, gradients, tensor, probe, 2) <= tolerance);
    }
  }
}

TEST_CASE("gradients of every published family agree with central differences") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const char* name : {"esm2_tiny", "nt_v1_tiny", "nt_v2_tiny", "dnabert_tiny", "dnabert2_tiny"}) {
    const EncoderConfig config = with_classes(fixtures / name);
    const Parameters parameters = sample_parameters(config, 5);
    const Probe probe = make_probe(config);
    const Parameters gradients = gradients_of(config, parameters, probe);
    for (const model::TensorSpec& tensor : parameters.layout().tensors()) {
      if (!tensor.trained) continue;
      INFO(name << ": " << tensor.name);
      CHECK(direction_error(config, parameters, gradients, tensor, probe, 1) <= tolerance);
    }
  }
}

namespace {

/// The last token that is no mask: ESM drops masks.
std::int32_t lone_token(const EncoderConfig& config) {
  return config.vocabulary - (config.mask_token == config.vocabulary - 1 ? 2 : 1);
}

/// A probe without masked tokens (their head may share the table) in which one place alone has lone_token().
Probe lone_token_probe(const EncoderConfig& config, std::size_t place) {
  Probe probe = make_probe(config);
  probe.positions.clear();
  probe.heads.masked_lm = {};
  const std::int32_t lone = lone_token(config);
  for (auto& tokens : probe.tokens)
    for (std::int32_t& id : tokens)
      if (id == lone) id = lone - 1;
  probe.tokens[0][place] = lone;
  for (std::size_t i = 0; i < probe.tokens.size(); ++i) probe.sequences[i].tokens = probe.tokens[i];
  return probe;
}

/// token_slope of another id at the place against the central difference of moving the lone token's row of
/// the table towards it; relative to the larger of the two and 0.05.
double token_slope_error(const EncoderConfig& config, const Parameters& parameters, std::size_t place,
                         std::int32_t id) {
  constexpr double step = 1e-3;
  const Probe probe = lone_token_probe(config, place);
  Parameters up = copy_of(config, parameters), down = copy_of(config, parameters);
  const auto row = parameters.matrix("embed.token.weight");
  const auto lone = static_cast<std::size_t>(lone_token(config));
  for (std::size_t c = 0; c < row.cols; ++c) {
    const float change = static_cast<float>(step) * row.at(static_cast<std::size_t>(id), c);
    up.matrix("embed.token.weight").at(lone, c) += change;
    down.matrix("embed.token.weight").at(lone, c) -= change;
  }
  const double wanted =
      (reference_loss(config, up, probe) - reference_loss(config, down, probe)) / (2 * step);
  TrainableEncoder encoder(config);
  encoder.load(parameters);
  ChunkPass pass;
  static_cast<void>(run(encoder, config, probe, pass));
  const double found = encoder.token_slope(pass, place, id);
  return std::abs(found - wanted) / std::max({std::abs(wanted), std::abs(found), 0.05});
}

}  // namespace

TEST_CASE("the slope of a token agrees with central differences") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  std::vector<SampleModel> samples = sample_models();
  for (const char* name : {"esm2_tiny", "nt_v1_tiny", "dnabert_tiny", "dnabert2_tiny"}) {
    samples.push_back({name, with_classes(fixtures / name)});
  }
  for (const SampleModel& sample : samples) {
    INFO(sample.name);
    const Parameters parameters = sample_parameters(sample.config, 5);
    for (const std::size_t place : {std::size_t{1}, std::size_t{6}})
      CHECK(token_slope_error(sample.config, parameters, place, 2) <= 0.02);
  }
}

TEST_CASE("the token head says the same in training and in inference, in any chunk") {
  const EncoderConfig config = sample_config("site_like");
  const Parameters parameters = sample_parameters(config, 5);
  const std::vector tokens{sample_tokens(config, 240, 1), sample_tokens(config, 33, 2)};
  const auto expected =
      model::Encoder(config, parameters)
          .run(std::vector<model::TokenIds>(tokens.begin(), tokens.end()), {.token_logits = true});
  TrainableEncoder encoder(config);
  encoder.load(parameters);
  ChunkPass pass;
  const std::vector<ChunkSequence> chunk{{tokens[0], 0}, {tokens[1], 0}};
  const kernels::ConstMatrix logits = encoder.forward(chunk, {.tokens = true}, pass).tokens;
  std::vector<float> got, wanted;
  for (std::size_t r = 0; r < logits.rows; ++r)
    got.insert(got.end(), logits.row(r), logits.row(r) + logits.cols);
  for (const auto& output : expected)
    wanted.insert(wanted.end(), output.token_logits.begin(), output.token_logits.end());
  CHECK(got == wanted);
}

TEST_CASE("the comparison with central differences notices a gradient that is off by two percent") {
  const EncoderConfig config = sample_config("bert_like");
  const Parameters parameters = sample_parameters(config, 5);
  const Probe probe = make_probe(config);
  Parameters gradients = gradients_of(config, parameters, probe);
  for (float& value : gradients.values()) value *= 1.02F;
  const auto& tensor = parameters.layout().at("layer.0.feed_forward.in.weight");
  CHECK_FALSE(direction_error(config, parameters, gradients, tensor, probe, 1) <= tolerance);
}

namespace {

/// The probe's loss of the float encoder itself, with dropout: its masks follow from the keys, so it has
/// slopes.
double dropout_loss(const EncoderConfig& config, const Parameters& parameters, const Probe& probe,
                    Parameters* gradients) {
  TrainableEncoder encoder(config);
  encoder.load(parameters);
  encoder.set_dropout(0.3F);
  ChunkPass pass;
  const auto outputs = encoder.forward(probe.sequences, {.classify = true}, pass);
  OutputGradients slopes;
  slopes.shape_like(outputs);
  double loss = 0;
  std::size_t next = 0;
  for (std::size_t r = 0; r < outputs.classify.rows; ++r) {
    for (std::size_t c = 0; c < outputs.classify.cols; ++c, ++next) {
      slopes.matrices().classify.at(r, c) = probe.coefficients[next];
      loss += static_cast<double>(probe.coefficients[next]) * static_cast<double>(outputs.classify.at(r, c));
    }
  }
  if (gradients) encoder.backward(slopes.read_only(), pass, *gradients);
  return loss;
}

}  // namespace

TEST_CASE("the backward pass draws the dropout masks of the forward pass again") {
  for (const char* name : {"bert_like", "plain_stem"}) {  // post-norm and pre-norm
    const EncoderConfig config = sample_config(name);
    const Parameters parameters = sample_parameters(config, 5);
    Probe probe = make_probe(config);
    for (std::size_t i = 0; i < probe.sequences.size(); ++i) probe.sequences[i].dropout_key = 31 * i + 7;
    Parameters gradients(config);
    dropout_loss(config, parameters, probe, &gradients);
    for (const char* tensor_name : {"layer.0.attention.value.weight", "layer.0.feed_forward.in.weight"}) {
      const auto& tensor = parameters.layout().at(tensor_name);
      const std::size_t n = tensor.rows * tensor.cols;
      const auto slope = gradients.values().subspan(tensor.offset, n);
      double length = 0;
      for (const float g : slope) length += static_cast<double>(g) * static_cast<double>(g);
      // Along the gradient itself, the difference is the step times its length.
      Parameters up = copy_of(config, parameters);
      Parameters down = copy_of(config, parameters);
      constexpr double step = 0.02;
      for (std::size_t i = 0; i < n; ++i) {
        const auto change = static_cast<float>(step * static_cast<double>(slope[i]) / std::sqrt(length));
        up.values()[tensor.offset + i] += change;
        down.values()[tensor.offset + i] -= change;
      }
      const double found =
          dropout_loss(config, up, probe, nullptr) - dropout_loss(config, down, probe, nullptr);
      INFO(name << ": " << tensor_name);
      CHECK(found / (2 * step) == Approx(std::sqrt(length)).epsilon(0.02));
    }
  }
}
