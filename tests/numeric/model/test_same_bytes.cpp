#include <cmath>
#include <cstring>

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

bool same_bytes(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

bool same_bytes(const EncoderOutput& a, const EncoderOutput& b) {
  bool same = same_bytes(a.last_hidden_state, b.last_hidden_state) &&
              same_bytes(a.classify_logits, b.classify_logits) &&
              same_bytes(a.masked_lm_logits, b.masked_lm_logits) &&
              same_bytes(a.token_logits, b.token_logits) && a.hidden_states.size() == b.hidden_states.size();
  for (std::size_t l = 0; same && l < a.hidden_states.size(); ++l)
    same = same_bytes(a.hidden_states[l], b.hidden_states[l]);
  return same;
}

Wanted everything(const EncoderConfig& config) {
  return {.hidden_states = true,
          .classify_logits = config.classify.has_value(),
          .masked_lm_logits = config.masked_lm.has_value(),
          .token_logits = config.token_head.has_value()};
}

std::vector<std::vector<std::int32_t>> mixed_lengths(const EncoderConfig& config) {
  std::vector<std::vector<std::int32_t>> sequences;
  const std::size_t longest = config.positions == Positions::learned ? 250 : 300;
  for (const std::size_t length :
       {std::size_t{40}, longest, std::size_t{97}, std::size_t{150}, std::size_t{41}})
    sequences.push_back(sample_tokens(config, length, length));
  return sequences;
}

std::vector<EncoderOutput> run_all(const Encoder& encoder,
                                   const std::vector<std::vector<std::int32_t>>& sequences) {
  return encoder.run(std::vector<TokenIds>(sequences.begin(), sequences.end()), everything(encoder.config()));
}

bool all_same(const std::vector<EncoderOutput>& a, const std::vector<EncoderOutput>& b) {
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i) same = same_bytes(a[i], b[i]);
  return same;
}

}  // namespace

TEST_CASE("same bytes for 1 and 2 and 5 threads and for any grouping") {
  for (const SampleModel& sample : sample_models()) {
    INFO(sample.name);
    const Encoder encoder(sample.config, sample_parameters(sample.config, 21));
    const auto sequences = mixed_lengths(sample.config);
    std::vector<EncoderOutput> single;
    {
      const parallel::ThreadBudget budget(1);
      for (const auto& sequence : sequences) single.push_back(run_all(encoder, {sequence}).at(0));
      CHECK(all_same(run_all(encoder, sequences), single));
    }
    for (const int threads : {2, 5}) {
      const parallel::ThreadBudget budget(threads);
      INFO(threads << " threads");
      CHECK(all_same(run_all(encoder, sequences), single));
      for (std::size_t i = 0; i < sequences.size(); ++i)
        CHECK(same_bytes(run_all(encoder, {sequences[i]})[0], single[i]));
    }
  }
}

TEST_CASE("a flipped bit is noticed by the byte comparison") {
  const EncoderConfig config = sample_config("esm_like");
  const Encoder encoder(config, sample_parameters(config, 21));
  const auto outputs = run_all(encoder, {sample_tokens(config, 30, 1)});
  auto changed = outputs;
  changed[0].masked_lm_logits.back() = std::nextafter(changed[0].masked_lm_logits.back(), 100.0F);
  CHECK_FALSE(all_same(outputs, changed));
}

TEST_CASE("same bytes at every instruction set") {
  for (const SampleModel& sample : sample_models()) {
    const Parameters parameters = sample_parameters(sample.config, 31);
    const auto sequences = mixed_lengths(sample.config);
    std::vector<EncoderOutput> scalar;
    for (const kernels::Isa isa : kernels::available_isas()) {
      INFO(sample.name << " at " << kernels::name(isa));
      const kernels::ScopedIsa level(isa);
      const Encoder encoder(sample.config, parameters);
      const auto outputs = run_all(encoder, sequences);
      if (isa == kernels::Isa::scalar) scalar = outputs;
      CHECK(all_same(outputs, scalar));
    }
  }
}

TEST_CASE("a window scored from shared features has the bytes of the window alone") {
  const EncoderConfig config = sample_config("promoter_like");
  const Encoder encoder(config, sample_parameters(config, 41));
  const auto stretch = sample_tokens(config, 1100, 42);
  std::vector<float> features;
  encoder.stem_features(stretch, features);
  const kernels::ConstMatrix rows(features.data(), features.size() / 32, 32);
  CHECK(rows.rows == static_cast<std::size_t>(config.encoder_positions(1100)));
  for (std::size_t begin = 0; begin + 300 <= stretch.size(); begin += 48) {
    INFO("window at " << begin);
    const TokenIds window = TokenIds(stretch).subspan(begin, 300);
    const EncoderOutput alone = encoder.run({&window, 1}, {.classify_logits = true}).at(0);
    std::vector<float> logits(1);
    encoder.classify_features(rows.row_range(begin / 4, 72), logits);
    CHECK(same_bytes(logits, alone.classify_logits));
  }
}

TEST_CASE("first-stage logits of a stretch have the bytes of the window alone") {
  const EncoderConfig config = sample_config("promoter_like");
  const Encoder encoder(config, sample_parameters(config, 41));
  const auto logit_of = [&](TokenIds tokens, std::size_t first_row) {
    std::vector<float> features;
    std::vector<float> channels;
    encoder.stem_features(tokens, features);
    encoder.first_stage_channels({features.data(), features.size() / 32, 32}, channels);
    return encoder.first_stage_logit(
        kernels::ConstMatrix(channels.data(), channels.size() / 6, 6).row_range(first_row, 68));
  };
  const auto stretch = sample_tokens(config, 900, 43);
  for (std::size_t begin = 0; begin + 300 <= stretch.size(); begin += 100)
    CHECK(logit_of(stretch, begin / 4) == logit_of(TokenIds(stretch).subspan(begin, 300), 0));
}

TEST_CASE("watching heads changes no byte and unwanted heads are not shown") {
  class OneHead : public HeadSink {
   public:
    [[nodiscard]] bool wants(int layer, int head) const override { return layer == 1 && head == 2; }
    void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
                 kernels::ConstMatrix rows) override {
      expected_order = expected_order && sequence == 0 && layer == 1 && head == 2 && first == seen;
      seen += rows.rows;
    }
    std::size_t seen = 0;
    bool expected_order = true;
  };
  const EncoderConfig config = sample_config("esm_like");
  const Encoder encoder(config, sample_parameters(config, 51));
  const auto tokens = sample_tokens(config, 230, 1);
  const TokenIds sequence(tokens);
  OneHead sink;
  Wanted wanted = everything(config);
  const EncoderOutput unwatched = encoder.run({&sequence, 1}, wanted).at(0);
  wanted.heads = &sink;
  CHECK(same_bytes(encoder.run({&sequence, 1}, wanted).at(0), unwatched));
  CHECK(sink.seen == 230);
  CHECK(sink.expected_order);
}
