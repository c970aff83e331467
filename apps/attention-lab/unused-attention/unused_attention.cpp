#include <algorithm>
#include <cmath>

#include "seqlens/core/random.h"
#include "seqlens/model/encoder.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/attention_reader.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::model::EncoderConfig;
using seqlens::model::Parameters;

constexpr int kSymbols = 6;  // 0 and 1 are looked at by everything; the rest is background
constexpr std::size_t kLength = 12;
constexpr std::size_t kPlace = 5;  // where the one token lies that is looked at

/// The one model here whose weights are set by hand: symbols lie along axes of their own, every query looks
/// for the direction that symbols 0 and 1 share, and values are the symbols, or the symbols with the axis in
/// which 0 and 1 differ projected away.
Parameters hand_made(const EncoderConfig& config, bool projected) {
  Parameters parameters(config);
  const auto table = parameters.matrix("embed.token.weight");
  for (std::size_t s = 0; s < kSymbols; ++s) table.at(s, s) = 1;
  constexpr std::size_t looked_at = 6;  // axis
  table.at(0, looked_at) = table.at(1, looked_at) = 1;
  const auto query = parameters.matrix("layer.0.attention.query.weight");
  for (std::size_t s = 0; s < kSymbols; ++s) query.at(0, s) = 1;  // any symbol asks
  parameters.matrix("layer.0.attention.key.weight").at(0, looked_at) = 300;
  const auto value = parameters.matrix("layer.0.attention.value.weight");
  const auto output = parameters.matrix("layer.0.attention.output.weight");
  for (std::size_t i = 0; i < value.rows; ++i) {
    value.at(i, i) = projected && i < 2 ? 0 : 1;
    output.at(i, i) = 1;
  }
  return parameters;
}

EncoderConfig config_of() {
  EncoderConfig config = small_encoder(kSymbols, 8, 1, 1);
  config.norm_placement = seqlens::model::NormPlacement::none;
  config.final_norm = false;
  return config;
}

struct Numbers {
  double share = 0;   ///< least attention that a query gives the token
  double effect = 0;  ///< largest change of any other position's output when the token becomes another
};

Numbers measure(bool projected, std::uint64_t seed) {
  const EncoderConfig config = config_of();
  const Parameters parameters = hand_made(config, projected);
  seqlens::Random random(seed);
  Examples two(2);
  for (std::size_t t = 0; t < kLength; ++t)
    two[0].tokens.push_back(2 + static_cast<int>(random.below(kSymbols - 2)));
  two[1].tokens = two[0].tokens;
  two[0].tokens[kPlace] = 0, two[1].tokens[kPlace] = 1;
  Numbers numbers{1, 0};
  for (const auto& heads : read_attention(config, parameters, two))
    for (std::size_t t = 0; t < kLength; ++t) numbers.share = std::min(numbers.share, heads[0].at(t, kPlace));
  const seqlens::model::Encoder encoder(config, parameters);
  const std::vector<seqlens::model::TokenIds> both{two[0].tokens, two[1].tokens};
  const auto outputs = encoder.run(both, {});
  const auto width = static_cast<std::size_t>(config.width);
  for (std::size_t i = 0; i < kLength * width; ++i)
    if (i / width != kPlace)
      numbers.effect = std::max(numbers.effect, std::abs(double{outputs[0].last_hidden_state[i]} -
                                                         double{outputs[1].last_hidden_state[i]}));
  return numbers;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done =
      "The one model here whose weights are set by hand. Every query gives all of its attention to one "
      "token; the "
      "values drop what makes that token this one and not another. The token is exchanged, and the outputs "
      "of all "
      "other positions are compared. The control is the same model with whole values.";
  finding.table = {"numbers", {"values", "seed", "least_share", "effect"}, {}};
  seqlens::report::Series share{.name = "attention", .mark = seqlens::report::Mark::bars, .x = {0, 1}};
  seqlens::report::Series effect{.name = "effect", .mark = seqlens::report::Mark::bars, .x = {0, 1}};
  Values shares, effects, whole;
  for (const bool projected : {true, false}) {
    Values here;
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const Numbers numbers = measure(projected, effort.first_seed + s);
      finding.table.add_row({std::string(projected ? "projected" : "whole"),
                             static_cast<std::int64_t>(effort.first_seed + s), numbers.share,
                             numbers.effect});
      shares.push_back(numbers.share);
      here.push_back(numbers.effect);
    }
    share.y.push_back(spread_of(shares).least), effect.y.push_back(spread_of(here).mean);
    (projected ? effects : whole) = here;
  }
  finding.pictures.emplace_back(
      seqlens::report::Plot{"unused-attention",
                            "Attended, and used or not",
                            {.title = "values of the token", .categories = {"projected away", "whole"}},
                            {.title = "", .low = 0},
                            {share, effect}});
  finding.checks = {
      every_at_most(Role::claim, "effect of a token that gets all attention, its value projected away",
                    effects, 0),
      every_at_least(Role::claim, "least share of attention that the token gets", shares, 0.999),
      every_at_least(Role::control, "effect of the same token with its value whole", whole, 0.5)};
  return finding;
}

}  // namespace

const Claim kUnusedAttention{
    "unused-attention", "What is attended need not be used",
    "A head can give its whole attention to a token whose value it drops, so that the token "
    "has no effect at all.",
    "Jain & Wallace 2019; Kobayashi et al. 2020", run};

}  // namespace attention_lab
