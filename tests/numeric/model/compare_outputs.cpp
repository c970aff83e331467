#include "compare_outputs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace seqlens::test {

using namespace seqlens::model;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Wanted everything_of(const EncoderConfig& config, HeadSink* heads) {
  return {.hidden_states = true,
          .classify_logits = config.classify.has_value(),
          .masked_lm_logits = config.masked_lm.has_value(),
          .token_logits = config.token_head.has_value(),
          .heads = heads};
}

}  // namespace

KeepHeads::KeepHeads(int layers, int heads, std::size_t positions)
    : positions_(positions),
      heads_(static_cast<std::size_t>(heads)),
      all_(static_cast<std::size_t>(layers * heads), std::vector<float>(positions * positions, -1.0F)) {}

void KeepHeads::on_rows(std::size_t, int layer, int head, std::size_t first, kernels::ConstMatrix rows) {
  auto& kept = all_.at(static_cast<std::size_t>(layer) * heads_ + static_cast<std::size_t>(head));
  for (std::size_t r = 0; r < rows.rows; ++r)
    std::copy_n(rows.row(r), rows.cols, kept.begin() + static_cast<std::ptrdiff_t>((first + r) * positions_));
}

const std::vector<float>& KeepHeads::head(int layer, int head) const {
  return all_.at(static_cast<std::size_t>(layer) * heads_ + static_cast<std::size_t>(head));
}

double largest_difference(const std::vector<float>& got, const Rows& expected) {
  double largest = 0;
  std::size_t next = 0;
  for (const auto& row : expected) {
    for (const double value : row) {
      if (next == got.size()) return kInfinity;
      const double difference = std::abs(got[next++] - value) / (1 + std::abs(value));
      if (!(difference <= largest)) largest = std::isnan(difference) ? kInfinity : difference;
    }
  }
  return next == got.size() ? largest : kInfinity;
}

double encoder_difference(const EncoderConfig& config, const Parameters& parameters,
                          const std::vector<std::int32_t>& tokens, Mistake mistake, const Numbers& numbers) {
  const ReferenceOutput expected = reference_encoder(config, parameters, tokens, mistake, numbers);
  KeepHeads heads(config.layers, config.heads, expected.last_hidden_state.size());
  const Encoder encoder(config, parameters);
  const EncoderInput sequence{tokens, numbers.coordinates, numbers.features};
  const EncoderOutput got = encoder.run({&sequence, 1}, everything_of(config, &heads)).at(0);

  double largest = largest_difference(got.last_hidden_state, expected.last_hidden_state);
  const auto take = [&](double difference) { largest = std::max(largest, difference); };
  for (std::size_t l = 0; l < expected.hidden_states.size(); ++l) {
    take(largest_difference(got.hidden_states.at(l), expected.hidden_states[l]));
    for (std::size_t h = 0; h < expected.attentions[l].size(); ++h)
      take(largest_difference(heads.head(static_cast<int>(l), static_cast<int>(h)),
                              expected.attentions[l][h]));
  }
  take(largest_difference(got.masked_lm_logits, expected.masked_lm_logits));
  take(largest_difference(got.token_logits, expected.token_logits));
  if (config.classify) take(largest_difference(got.classify_logits, {expected.classify_logits}));
  return largest;
}

}  // namespace seqlens::test
