#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/train/masking.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

model::EncoderConfig stem_config() {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = 8;
  config.heads = 1;
  config.layers = 1;
  config.feed_forward_width = 8;
  config.embedding_width = 4;
  config.stem = {{.channels = 8, .kernel = 6, .stride = 2}, {.channels = 8, .kernel = 6, .stride = 2}};
  config.masked_lm = model::MaskedLmHead{.tied = false, .predictions_per_token = 4};
  return config;
}

MaskingSettings dna() {
  MaskingSettings settings;
  settings.mask_token = 5;
  settings.eligible = {0, 1, 2, 3};
  return settings;
}

}  // namespace

TEST_CASE("a position with a stem predicts the middle of what it sees") {
  const PredictedTokens predicted = predicted_tokens(stem_config(), 300);
  CHECK(predicted.first == 6);  // receptive field 16, stride 4
  CHECK(predicted.stride == 4);
  CHECK(predicted.positions == 72);
}

TEST_CASE("masked-LM training needs as many predictions as the stem strides") {
  model::EncoderConfig config = stem_config();
  config.masked_lm->predictions_per_token = 1;
  CHECK_THROWS_WITH(
      predicted_tokens(config, 300),
      "masked-LM training needs a masked_lm head with predictions_per_token 4, the stem's stride");
}

TEST_CASE("masking remembers what it hid and touches nothing else") {
  const PredictedTokens predicted{6, 4, 72};
  std::vector<std::int32_t> tokens(300);
  for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<std::int32_t>(i % 5);  // 4 is N
  const std::vector<std::int32_t> original = tokens;
  Random random(3);
  const auto masked = mask_tokens(tokens, predicted, dna(), random);
  CHECK(masked.size() >= 34);  // 15 % of 230 eligible tokens
  CHECK(masked.size() <= 35);
  std::vector<bool> hidden(300, false);
  for (const MaskedToken& token : masked) {
    const std::size_t at = 6 + token.position * 4 + token.slot;
    CHECK(token.token == original[at]);
    CHECK(token.token != 4);
    hidden[at] = true;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!hidden[i]) CHECK(tokens[i] == original[i]);
  }
  CHECK(std::count(tokens.begin(), tokens.end(), 5) >= 20);
}

TEST_CASE("masked tokens come in the order of positions and slots") {
  const PredictedTokens predicted{0, 1, 50};
  std::vector<std::int32_t> tokens(50, 1);
  MaskingSettings settings = dna();
  settings.span = 4;
  settings.fraction = 0.5;
  Random random(9);
  const auto masked = mask_tokens(tokens, predicted, settings, random);
  CHECK(masked.size() == 25);
  CHECK(std::is_sorted(masked.begin(), masked.end(),
                       [](const MaskedToken& a, const MaskedToken& b) { return a.position < b.position; }));
}

TEST_CASE("a text without maskable tokens masks none") {
  std::vector<std::int32_t> tokens(20, 4);
  Random random(1);
  CHECK(mask_tokens(tokens, {0, 1, 20}, dna(), random).empty());
  CHECK(maskable_tokens(tokens, {0, 1, 20}, dna()) == 0);
  tokens[3] = tokens[4] = tokens[19] = 2;
  CHECK(maskable_tokens(tokens, {0, 1, 20}, dna()) == 3);
  CHECK(maskable_tokens(tokens, {4, 5, 3}, dna()) == 1);  // tokens 4 to 18
}
