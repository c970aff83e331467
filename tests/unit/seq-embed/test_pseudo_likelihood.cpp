#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

#include "seq-embed/pseudo_likelihood.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

using namespace seqlens;
using namespace seq_embed;
using model::TokenIds;

namespace {

/// One masked copy, one run, one softmax.
double plain_answer(const model::Encoder& encoder, std::vector<std::int32_t> ids, std::size_t token,
                    std::int32_t mask) {
  const std::int32_t truth = ids[token];
  ids[token] = mask;
  const TokenIds sequence(ids);
  const auto logits = encoder.run({&sequence, 1}, {.masked_lm_logits = true}).at(0).masked_lm_logits;
  const std::size_t vocabulary = logits.size() / ids.size();
  double sum = 0;
  for (std::size_t v = 0; v < vocabulary; ++v) sum += std::exp(logits[token * vocabulary + v]);
  return std::log(std::exp(logits[token * vocabulary + static_cast<std::size_t>(truth)]) / sum);
}

}  // namespace

TEST_CASE("log probabilities stay finite for logits of any size") {
  CHECK(log_probability(std::vector<float>{0, 0, 0, 0}, 2) == Approx(std::log(0.25)));
  CHECK(log_probability(std::vector<float>{1000, 1001}, 1) == Approx(-std::log1p(std::exp(-1.0))));
  CHECK(log_probability(std::vector<float>{-3e4F, 3e4F}, 0) == Approx(-6e4));
}

TEST_CASE("each residue is scored as if it alone were masked") {
  const auto file = test::tiny_protein_file();
  const model::Encoder encoder(file.config, file.parameters);
  const auto tokenizer = tokenize::LongestMatchTokenizer::esm();
  std::vector<TokenRecord> records;
  for (const auto* text : {"MKVLEDG", "M<mask>Kjj?V"}) records.push_back({text, {tokenizer.encode(text)}});
  const auto scores = PseudoLikelihood(encoder, tokenizer).score(records);
  REQUIRE(scores.size() == 2);
  REQUIRE(scores[0].size() == 7);
  for (const ScoredToken& token : scores[0]) {
    const auto place = static_cast<std::size_t>(token.index);
    CHECK(token.id == records[0].pieces[0].ids[place]);
    CHECK(token.log_probability ==
          Approx(plain_answer(encoder, records[0].pieces[0].ids, place, 32)).epsilon(1e-6));
  }
  REQUIRE(scores[1].size() == 3);  // M, K and V; neither the mask nor the unknown letters
  CHECK(scores[1][1].span == Interval{7, 8});
}

TEST_CASE("the pieces of a record are scored one by one") {
  const auto file = test::tiny_protein_file();
  const model::Encoder encoder(file.config, file.parameters);
  const auto tokenizer = tokenize::LongestMatchTokenizer::esm();
  const std::vector<TokenRecord> records{{"r", {tokenizer.encode("MKV"), tokenizer.encode("LED")}},
                                         {"s", {tokenizer.encode("LED")}}};
  const auto scores = PseudoLikelihood(encoder, tokenizer).score(records);
  REQUIRE(scores[0].size() == 6);
  CHECK(scores[0][3].index == 6);  // after <cls> M K V <eos> <cls>
  CHECK(scores[0][3].log_probability == scores[1][0].log_probability);
}

TEST_CASE("with a stem a token is scored where a position predicts it") {
  auto config = test::tiny_promoter_config();
  config.masked_lm = model::MaskedLmHead{.tied = false, .predictions_per_token = 4};
  config.mask_token = tokenize::kBaseMask;
  model::Parameters parameters(config);
  model::initialise(parameters, config, 3);
  const model::Encoder encoder(config, parameters);
  const tokenize::BaseTokenizer tokenizer;
  const std::vector<TokenRecord> records{{"r", {tokenizer.encode("ACGTACGTACGTACGTACGTN")}}};
  const auto scores = PseudoLikelihood(encoder, tokenizer).score(records);
  // Receptive field 13, stride 4: positions see [0, 13), [4, 17), [8, 21) and predict the 4 tokens from 4 on.
  REQUIRE(scores[0].size() == 12);
  CHECK(scores[0].front().index == 4);
  CHECK(scores[0].back().index == 15);
  for (const ScoredToken& token : scores[0]) CHECK(token.log_probability < 0);
}

TEST_CASE("a model without masked-LM head is refused") {
  const auto file = test::tiny_promoter_file();
  const model::Encoder encoder(file.config, file.parameters);
  CHECK_THROWS_WITH(PseudoLikelihood(encoder, tokenize::BaseTokenizer()),
                    "--pseudo-likelihood: the model has no masked-LM head");
}
