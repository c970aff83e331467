#include "attention-lab/lab/token_task.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/model/encoder.h"
#include "seqlens/train/loss.h"

namespace attention_lab {

using seqlens::model::EncoderConfig;
using seqlens::model::Parameters;
namespace train = seqlens::train;

namespace {

int outputs_of(const EncoderConfig& config) {
  return config.masked_lm->predictions_per_token * config.vocabulary;
}

/// Every position is asked for; what is expected there is looked up by the example's number.
class TokenObjective final : public train::Objective {
 public:
  TokenObjective(const EncoderConfig& config, TokenLoss loss, const std::vector<std::vector<float>>& targets)
      : config_(config),
        outputs_(static_cast<std::size_t>(outputs_of(config))),
        loss_(loss),
        targets_(targets) {}

  [[nodiscard]] train::Item prepare(train::Example example, seqlens::Random& /*random*/) const override {
    train::Item item;
    item.target = example.target;
    item.sequences.push_back(std::move(example.tokens));
    item.coordinates = std::move(example.coordinates);
    item.features = std::move(example.features);
    return item;
  }

  [[nodiscard]] double amount(const train::Item& item) const override {
    return static_cast<double>(std::ranges::count_if(expected(item), [](float x) { return !std::isnan(x); }));
  }

  [[nodiscard]] train::ChunkHeads heads(std::span<const train::Item> chunk,
                                        std::vector<train::ChunkPosition>& positions) const override {
    positions.clear();
    for (std::size_t i = 0; i < chunk.size(); ++i)
      for (std::size_t t = 0; t < positions_of(chunk[i]); ++t) positions.push_back({i, t});
    return {.masked_lm = positions};
  }

  double loss(std::span<const train::Item> chunk, const train::HeadMatrices<const float>& outputs,
              double scale, const train::HeadMatrices<float>& gradients) const override {
    double sum = 0;
    std::size_t row = 0;
    for (const train::Item& item : chunk) {
      for (std::size_t t = 0; t < positions_of(item); ++t, ++row)
        sum += token_loss(expected(item), t, outputs.masked_lm.row(row), scale, gradients.masked_lm.row(row));
    }
    return sum;
  }

  [[nodiscard]] std::vector<train::Judgement> judge(
      std::span<const train::Item> chunk, const train::HeadMatrices<const float>& outputs) const override {
    std::vector<train::Judgement> judgements(chunk.size());
    std::vector<float> unused(outputs_);
    std::size_t row = 0;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      judgements[i].amount = amount(chunk[i]);
      for (std::size_t t = 0; t < positions_of(chunk[i]); ++t, ++row)
        judgements[i].loss += token_loss(expected(chunk[i]), t, outputs.masked_lm.row(row), 1, unused.data());
    }
    return judgements;
  }

 private:
  [[nodiscard]] const std::vector<float>& expected(const train::Item& item) const {
    return targets_.at(static_cast<std::size_t>(item.target));
  }
  [[nodiscard]] std::size_t positions_of(const train::Item& item) const {
    return static_cast<std::size_t>(config_.encoder_positions(static_cast<int>(item.sequences[0].size())));
  }

  double token_loss(const std::vector<float>& expected, std::size_t t, const float* out, double scale,
                    float* gradient) const {
    if (loss_ == TokenLoss::classes) {
      if (std::isnan(expected.at(t))) return 0;
      return train::softmax_loss({out, outputs_}, static_cast<int>(expected[t]), 0, scale,
                                 {gradient, outputs_});
    }
    double sum = 0;
    for (std::size_t o = 0; o < outputs_; ++o) {
      const float wanted = expected.at(t * outputs_ + o);
      if (std::isnan(wanted)) continue;
      const double error = double{out[o]} - double{wanted};
      sum += 0.5 * error * error;
      gradient[o] = static_cast<float>(scale * error);
    }
    return sum;
  }

  EncoderConfig config_;
  std::size_t outputs_;
  TokenLoss loss_;
  const std::vector<std::vector<float>>& targets_;
};

}  // namespace

void TokenExamples::add(train::Example example, std::vector<float> expected) {
  example.target = static_cast<int>(examples.size());
  examples.push_back(std::move(example));
  targets.push_back(std::move(expected));
}

void set_token_outputs(EncoderConfig& config, int outputs) {
  // The decoder of the masked-LM head is a linear map with so many outputs a symbol.
  if (outputs % config.vocabulary != 0)
    throw seqlens::Error(fmt::format("{} outputs a token of {} symbols", outputs, config.vocabulary));
  config.masked_lm = seqlens::model::MaskedLmHead{
      .transform = false, .tied = false, .predictions_per_token = outputs / config.vocabulary};
}

std::unique_ptr<train::Objective> make_token_objective(const EncoderConfig& config, TokenLoss loss,
                                                       const std::vector<std::vector<float>>& targets) {
  return std::make_unique<TokenObjective>(config, loss, targets);
}

Parameters train_tokens(const EncoderConfig& config, TokenLoss loss, const TokenExamples& data,
                        const Recipe& recipe, std::uint64_t seed) {
  return train_model(config, make_token_objective(config, loss, data.targets), data.examples, recipe, seed);
}

std::vector<std::vector<float>> token_outputs(const EncoderConfig& config, const Parameters& parameters,
                                              const Examples& examples) {
  const seqlens::model::Encoder encoder(config, parameters);
  std::vector<seqlens::model::EncoderInput> inputs;
  for (const train::Example& example : examples)
    inputs.push_back({example.tokens, example.coordinates, example.features});
  std::vector<std::vector<float>> outputs;
  for (auto& output : encoder.run(inputs, {.masked_lm_logits = true}))
    outputs.push_back(std::move(output.masked_lm_logits));
  return outputs;
}

double token_accuracy(const EncoderConfig& config, const Parameters& parameters, const TokenExamples& data) {
  const auto outputs = token_outputs(config, parameters, data.examples);
  const auto columns = static_cast<std::size_t>(outputs_of(config));
  double right = 0, all = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto& targets = data.targets[static_cast<std::size_t>(data.examples[i].target)];
    for (std::size_t t = 0; t < targets.size(); ++t) {
      if (std::isnan(targets[t])) continue;
      const float* row = outputs[i].data() + t * columns;
      right += static_cast<float>(std::max_element(row, row + columns) - row) == targets[t] ? 1 : 0;
      all += 1;
    }
  }
  return right / all;
}

double relative_error(const EncoderConfig& config, const Parameters& parameters, const TokenExamples& data) {
  const auto outputs = token_outputs(config, parameters, data.examples);
  double error = 0, size = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto& targets = data.targets[static_cast<std::size_t>(data.examples[i].target)];
    for (std::size_t o = 0; o < targets.size(); ++o) {
      if (std::isnan(targets[o])) continue;
      error += std::pow(double{outputs[i][o]} - double{targets[o]}, 2);
      size += std::pow(double{targets[o]}, 2);
    }
  }
  return std::sqrt(error / size);
}

}  // namespace attention_lab
