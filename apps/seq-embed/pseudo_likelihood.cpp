#include "seq-embed/pseudo_likelihood.h"

#include <algorithm>
#include <cmath>

#include "seqlens/core/errors.h"
#include "seqlens/train/masking.h"

#include "seq-embed/finite_values.h"

namespace seq_embed {

using namespace seqlens;
using model::TokenIds;
using tokenize::Tokens;

/// One token to be masked, and where the model's answer will stand.
struct PseudoLikelihood::Question {
  std::size_t record = 0;
  std::size_t piece = 0;
  std::size_t token = 0;     // in the piece
  std::size_t position = 0;  // of the encoder
  std::size_t slot = 0;      // which of the position's predictions
  ScoredToken scored;
};

namespace {

constexpr std::size_t kMostFloats = std::size_t{1} << 24;  // 64 MB of logits and states at once

/// Questions whose answers fit into memory together; one at least.
std::size_t questions_at_once(const model::EncoderConfig& config, std::size_t tokens) {
  const std::size_t floats =
      tokens *
      static_cast<std::size_t>(config.vocabulary * config.masked_lm->predictions_per_token + config.width);
  return std::max<std::size_t>(1, kMostFloats / floats);
}

}  // namespace

PseudoLikelihood::PseudoLikelihood(const model::Encoder& encoder, const tokenize::Tokenizer& tokenizer)
    : encoder_(encoder), tokenizer_(tokenizer) {
  if (!encoder.config().masked_lm) throw UsageError("--pseudo-likelihood: the model has no masked-LM head");
  if (!tokenizer.mask_id()) throw UsageError("--pseudo-likelihood: the model's tokenizer has no mask token");
}

std::vector<PseudoLikelihood::Question> PseudoLikelihood::questions_of(const TokenRecord& record,
                                                                       std::size_t number) const {
  std::vector<Question> questions;
  std::size_t before = 0;  // tokens of earlier pieces
  for (std::size_t piece = 0; piece < record.pieces.size(); ++piece) {
    const Tokens& tokens = record.pieces[piece];
    const auto predicted = train::predicted_tokens(encoder_.config(), tokens.ids.size());
    for (std::size_t t = predicted.first; t < predicted.first + predicted.positions * predicted.stride; ++t) {
      const std::int32_t id = tokens.ids[t];
      if (tokens.map[t].empty() || id == tokenizer_.unk_id() || id == *tokenizer_.mask_id()) continue;
      const std::size_t place = t - predicted.first;
      questions.push_back({number,
                           piece,
                           t,
                           place / predicted.stride,
                           place % predicted.stride,
                           {static_cast<std::int64_t>(before + t), tokens.map[t], id, 0}});
    }
    before += tokens.ids.size();
  }
  return questions;
}

std::vector<double> PseudoLikelihood::answers(std::span<const TokenRecord> records,
                                              std::span<const Question> questions) const {
  std::vector<std::vector<std::int32_t>> masked;
  for (const Question& question : questions) {
    masked.push_back(records[question.record].pieces[question.piece].ids);
    masked.back()[question.token] = *tokenizer_.mask_id();
  }
  const std::vector<TokenIds> sequences(masked.begin(), masked.end());
  const auto outputs = encoder_.run(sequences, {.masked_lm_logits = true});
  const auto vocabulary = static_cast<std::size_t>(encoder_.config().vocabulary);
  std::vector<double> answers;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::vector<float>& logits = outputs[i].masked_lm_logits;
    const std::size_t width = logits.size() / outputs[i].positions;
    const std::size_t begin = questions[i].position * width + questions[i].slot * vocabulary;
    const auto predicted = std::span(logits).subspan(begin, vocabulary);
    require_finite(records[questions[i].record].name, predicted);
    answers.push_back(log_probability(predicted, static_cast<std::size_t>(questions[i].scored.id)));
  }
  return answers;
}

std::vector<std::vector<ScoredToken>> PseudoLikelihood::score(std::span<const TokenRecord> records) const {
  std::vector<Question> questions;
  std::size_t longest = 1;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto more = questions_of(records[i], i);
    questions.insert(questions.end(), more.begin(), more.end());
    for (const Tokens& piece : records[i].pieces) longest = std::max(longest, piece.ids.size());
  }
  const std::size_t at_once = questions_at_once(encoder_.config(), longest);
  std::vector<std::vector<ScoredToken>> scores(records.size());
  for (std::size_t begin = 0; begin < questions.size(); begin += at_once) {
    const auto some = std::span(questions).subspan(begin, std::min(at_once, questions.size() - begin));
    const auto found = answers(records, some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      auto& scored = scores[some[i].record].emplace_back(some[i].scored);
      scored.log_probability = found[i];
    }
  }
  return scores;
}

double log_probability(std::span<const float> logits, std::size_t chosen) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - largest);
  return logits[chosen] - largest - std::log(sum);
}

}  // namespace seq_embed
