#pragma once

#include <memory>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"
#include "seqlens/train/objective.h"

#include "attention-lab/lab/training.h"

namespace attention_lab {

/// Examples with something expected at each token: NaN where nothing is.
struct TokenExamples {
  Examples examples;                        ///< target: the example's own number
  std::vector<std::vector<float>> targets;  ///< one a token and output; classes: one a token

  /// Adds an example and sets its target.
  void add(seqlens::train::Example example, std::vector<float> expected);
};

/// Gives the configuration so many outputs a token: a linear map of the last hidden state.
void set_token_outputs(seqlens::model::EncoderConfig& config, int outputs);

/// Squared error of every output that is expected, or cross entropy of one class a token.
enum class TokenLoss { squared, classes };
[[nodiscard]] std::unique_ptr<seqlens::train::Objective> make_token_objective(
    const seqlens::model::EncoderConfig& config, TokenLoss loss,
    const std::vector<std::vector<float>>& targets);

[[nodiscard]] seqlens::model::Parameters train_tokens(const seqlens::model::EncoderConfig& config,
                                                      TokenLoss loss, const TokenExamples& data,
                                                      const Recipe& recipe, std::uint64_t seed);

/// The outputs of every token, (T, outputs) row by row, one vector an example.
[[nodiscard]] std::vector<std::vector<float>> token_outputs(const seqlens::model::EncoderConfig& config,
                                                            const seqlens::model::Parameters& parameters,
                                                            const Examples& examples);

/// Share of the tokens with an expected class that get it.
[[nodiscard]] double token_accuracy(const seqlens::model::EncoderConfig& config,
                                    const seqlens::model::Parameters& parameters, const TokenExamples& data);

/// Root of the squared error over all expected outputs, divided by that of answering 0.
[[nodiscard]] double relative_error(const seqlens::model::EncoderConfig& config,
                                    const seqlens::model::Parameters& parameters, const TokenExamples& data);

}  // namespace attention_lab
