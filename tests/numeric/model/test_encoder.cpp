#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/model/encoder.h"

#include "compare_outputs.h"
#include "reference_encoder.h"
#include "sample_models.h"

using namespace seqlens;
using namespace seqlens::model;
using namespace seqlens::test;

namespace {

constexpr double kTolerance = 2e-5;

std::size_t sample_length(const EncoderConfig& config) {
  return config.window_tokens > 0 ? static_cast<std::size_t>(config.window_tokens)
                                  : 101;  // more than one block of rows
}

double difference_of(const std::string& name, Mistake mistake) {
  const EncoderConfig config = sample_config(name);
  return encoder_difference(config, sample_parameters(config, 11),
                            sample_tokens(config, sample_length(config), 12), mistake);
}

}  // namespace

TEST_CASE("every kind of encoder agrees with the double-precision one") {
  for (const SampleModel& sample : sample_models()) {
    const Parameters parameters = sample_parameters(sample.config, 1);
    for (const std::size_t length :
         {sample_length(sample.config), sample_length(sample.config) / 2, std::size_t{33}}) {
      INFO(sample.name << ", " << length << " tokens");
      CHECK(encoder_difference(sample.config, parameters, sample_tokens(sample.config, length, length)) <=
            kTolerance);
    }
  }
}

TEST_CASE("long sequences through wide products agree with the double-precision encoder") {
  for (const auto* name : {"esm_like", "dnabert2_like"}) {
    INFO(name);
    EncoderConfig config = sample_config(name);
    config.layers = 2;
    config.feed_forward_width = 600;  // a product over more than the 512 steps of a block
    CHECK(encoder_difference(config, sample_parameters(config, 6), sample_tokens(config, 613, 7)) <=
          kTolerance);
  }
}

TEST_CASE("sequences of one token run") {
  for (const auto* name : {"esm_like", "bert_like", "dnabert2_like", "no_positions"}) {
    INFO(name);
    const EncoderConfig config = sample_config(name);
    CHECK(encoder_difference(config, sample_parameters(config, 2), {3}) <= kTolerance);
  }
}

TEST_CASE("each classic mistake is caught by the comparison") {
  struct Case {
    const char* model;
    Mistake mistake;
  };
  for (const Case& c :
       {Case{"esm_like", Mistake::interleaved_rotary}, Case{"esm_like", Mistake::tanh_gelu},
        Case{"esm_like", Mistake::no_token_dropout}, Case{"esm_like", Mistake::no_final_norm},
        Case{"esm_like", Mistake::other_norm_placement}, Case{"esm_like", Mistake::unscaled_scores},
        Case{"bert_like", Mistake::other_norm_placement}, Case{"bert_like", Mistake::tanh_gelu},
        Case{"dnabert2_like", Mistake::alibi_one_sided}, Case{"dnabert2_like", Mistake::alibi_plain_slopes},
        Case{"dnabert2_like", Mistake::gate_second_half}, Case{"nt_like", Mistake::gate_second_half},
        Case{"offset_positions", Mistake::position_offset_ignored}, Case{"promoter_like", Mistake::tanh_gelu},
        Case{"site_like", Mistake::local_shifted},
        Case{"local_post_norm", Mistake::local_without_identity}}) {
    INFO(c.model << ", mistake " << static_cast<int>(c.mistake));
    CHECK(difference_of(c.model, Mistake::none) <= kTolerance);
    CHECK(difference_of(c.model, c.mistake) > 5 * kTolerance);
  }
}

TEST_CASE("stem features and the first stage agree with the double-precision ones") {
  const EncoderConfig config = sample_config("promoter_like");
  const Parameters parameters = sample_parameters(config, 4);
  const auto tokens = sample_tokens(config, 300, 5);
  const ReferenceOutput expected = reference_encoder(config, parameters, tokens);
  const Encoder encoder(config, parameters);

  std::vector<float> features;
  encoder.stem_features(tokens, features);
  CHECK(largest_difference(features, expected.features) <= kTolerance);
  std::vector<float> channels;
  encoder.first_stage_channels({features.data(), 72, 32}, channels);
  const float logit = encoder.first_stage_logit({channels.data(), 68, 6});
  CHECK(largest_difference({logit}, {expected.first_stage_logits}) <= kTolerance);
}

TEST_CASE("inputs that the model cannot take are refused by name") {
  const EncoderConfig config = sample_config("promoter_like");
  const Encoder encoder(config, sample_parameters(config, 4));
  const auto run = [&](const std::vector<std::int32_t>& tokens, const Wanted& wanted = {}) {
    const std::vector<std::int32_t> good(300, 1);
    const std::vector<TokenIds> sequences{good, tokens};
    return encoder.run(sequences, wanted);
  };
  CHECK_NOTHROW(run(std::vector<std::int32_t>(300, 5)));
  CHECK_THROWS_WITH(run({}), "sequence 1: 0 tokens, the model needs at least 15");
  CHECK_THROWS_WITH(run(std::vector<std::int32_t>(14, 1)),
                    "sequence 1: 14 tokens, the model needs at least 15");
  CHECK_THROWS_WITH(run(std::vector<std::int32_t>(320, 1)),
                    "sequence 1: 77 positions, the model takes at most 72");
  std::vector<std::int32_t> tokens(300, 1);
  tokens[17] = 6;
  CHECK_THROWS_WITH(run(tokens), "sequence 1: token 17 is 6, the model's vocabulary has 6 entries");
  tokens[17] = -1;
  CHECK_THROWS_WITH(run(tokens), "sequence 1: token 17 is -1, the model's vocabulary has 6 entries");

  const EncoderConfig other = sample_config("esm_like");
  CHECK_THROWS_WITH(Encoder(other, sample_parameters(config, 1)),
                    "the parameters belong to another model configuration");
  const Encoder no_classes(other, sample_parameters(other, 1));
  const std::vector<std::int32_t> three{1, 2, 3};
  const TokenIds sequence(three);
  CHECK_THROWS_WITH(no_classes.run({&sequence, 1}, {.classify_logits = true}),
                    "the model has no classification head");
}
