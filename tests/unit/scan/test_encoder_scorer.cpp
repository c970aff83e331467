#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/stretch_scores.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "support/fake_scorer.h"
#include "support/promoter_model.h"
#include "support/random_bases.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

/// The logit of a window by the plain way through the encoder.
float whole_logit(const model::Encoder& encoder, const std::string& window) {
  const auto tokens = tokenize::BaseTokenizer().encode(window);
  const model::TokenIds ids(tokens.ids);
  model::Wanted wanted;
  wanted.classify_logits = true;
  return encoder.run({&ids, 1}, wanted).at(0).classify_logits.at(0);
}

const test::PromoterModel& tiny() {
  static const test::PromoterModel model = test::make_promoter_model(test::tiny_promoter_file(), "tiny");
  return model;
}

}  // namespace

TEST_CASE("a window in a stretch has the bits of its bases run alone") {
  const EncoderScorer scorer(tiny().encoder, tiny().settings);
  const std::string bases = test::random_bases(900, 11, test::kLettersOfFiles);
  WindowOptions options;
  options.stride_bases = 24;
  options.every_window = true;
  options.skip_n = false;
  const auto scores = score_stretch(scorer, options, bases, 0);
  REQUIRE(scores.windows.size() == 52);
  for (const WindowScore& score : scores.windows) {
    const std::string window = bases.substr(score.start, 300);
    const bool reverse = score.strand == Strand::reverse;
    REQUIRE(score.logit == whole_logit(tiny().encoder, reverse ? reverse_complement(window) : window));
  }
}

TEST_CASE("with flanks a window in a stretch has the bits of its bases and flanks run alone") {
  PromoterSettings settings = tiny().settings;
  settings.window_bases = 220;
  settings.flank_bases = 40;
  const EncoderScorer scorer(tiny().encoder, settings);
  const std::string bases = test::random_bases(900, 11, test::kLettersOfFiles);
  WindowOptions options;
  options.stride_bases = 24;
  options.every_window = true;
  options.skip_n = false;
  const auto scores = score_stretch(scorer, options, with_flanks(scorer, bases), 0);
  REQUIRE(scores.windows.size() == 58);
  const std::string unknown(40, 'N');
  for (const WindowScore& score : scores.windows) {
    const std::string seen = (unknown + bases + unknown).substr(score.start, 300);
    const bool reverse = score.strand == Strand::reverse;
    REQUIRE(score.logit == whole_logit(tiny().encoder, reverse ? reverse_complement(seen) : seen));
  }
  const std::string record = test::random_bases(150, 11, test::kLettersOfFiles);
  const std::string padded = std::string(110, 'N') + record + unknown;
  CHECK(scorer.score_short(record) == whole_logit(tiny().encoder, padded));
}

TEST_CASE("the first stage leaves windows out and changes no logit") {
  const EncoderScorer scorer(tiny().encoder, tiny().settings);
  const std::string bases = test::random_bases(3000, 11, test::kLettersOfFiles);
  WindowOptions options;
  options.stride_bases = 24;
  options.skip_n = false;
  const auto passed = score_stretch(scorer, options, bases, 0).windows;
  options.every_window = true;
  const auto all = score_stretch(scorer, options, bases, 0).windows;
  CHECK(passed.size() < all.size());
  CHECK_FALSE(passed.empty());
  std::size_t at = 0;
  for (const WindowScore& score : passed) {
    while (at < all.size() && !(all[at].start == score.start && all[at].strand == score.strand)) ++at;
    REQUIRE(at < all.size());
    CHECK(all[at] == score);
  }
}

TEST_CASE("the windows left out are those whose first-stage logit is below the threshold") {
  const EncoderScorer scorer(tiny().encoder, tiny().settings);
  const std::string bases = test::random_bases(3000, 11, test::kLettersOfFiles);
  std::vector<std::int64_t> starts;
  for (std::int64_t start = 0; start + 300 <= 3000; start += 24) starts.push_back(start);
  std::vector<std::optional<float>> logits(starts.size());
  scorer.score(bases, starts, false, logits);
  std::size_t passed = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const float first = scorer.first_stage_logit(std::string_view(bases).substr(starts[i], 300));
    CHECK(logits[i].has_value() == (first >= *tiny().settings.first_stage_threshold));
    passed += logits[i].has_value() ? 1 : 0;
  }
  CHECK(passed > 0);
  CHECK(passed < starts.size());
}

TEST_CASE("without a threshold every window reaches the encoder") {
  PromoterSettings settings = tiny().settings;
  settings.first_stage_threshold.reset();
  const EncoderScorer scorer(tiny().encoder, settings);
  WindowOptions options;
  options.stride_bases = 24;
  const auto scores = score_stretch(scorer, options, std::string(420, 'A'), 0);
  CHECK(scores.counts.encoded == scores.counts.windows);
  CHECK(scores.counts.windows == 12);
}

TEST_CASE("variants of a window have the bits of a score from scratch") {
  const EncoderScorer scorer(tiny().encoder, tiny().settings);
  const std::string reference = test::random_bases(300, 11, test::kLettersOfFiles);
  Random random(3);
  std::vector<std::string> variants{reference};
  for (std::size_t at = 0; at < 300; ++at) {  // one base, at every place
    variants.push_back(reference);
    variants.back()[at] = reference[at] == 'A' ? 'C' : 'A';
  }
  for (int i = 0; i < 40; ++i) {  // a shifted end, and a base elsewhere
    const std::size_t at = random.below(300);
    std::string shifted = reference.substr(0, at) + reference.substr(at + 1) + "G";
    shifted[random.below(300)] = 'T';
    variants.push_back(shifted);
  }
  std::vector<float> logits(variants.size());
  scorer.score_variants(reference, variants, logits);
  std::size_t moved = 0;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    REQUIRE(logits[i] == whole_logit(tiny().encoder, variants[i]));
    moved += logits[i] != logits[0] ? 1 : 0;
  }
  CHECK(moved > 300);
}

TEST_CASE("without an encoder variants are windows like others") {
  const test::FakeScorer scorer(8, 4);
  const std::vector<std::string> variants{"ACGTACGT", "ACGTACGA", "NNNNACGT"};
  std::vector<float> logits(3);
  scorer.score_variants("ACGTACGT", variants, logits);
  for (std::size_t i = 0; i < 3; ++i) CHECK(logits[i] == test::FakeScorer::logit(variants[i]));
}

TEST_CASE("broken weights are an error and not a score") {
  auto file = test::tiny_promoter_file();
  file.parameters.vector("classify.out.bias")[0] = NAN;
  const test::PromoterModel model = test::make_promoter_model(file, "broken");
  const EncoderScorer scorer(model.encoder, model.settings);
  std::optional<float> logit;
  const std::int64_t start = 0;
  CHECK_THROWS_WITH(scorer.score(std::string(300, 'A'), {&start, 1}, true, {&logit, 1}),
                    "the model gives a logit of nan; its weights are broken");
}

// A comparison with NaN is false: every window would stay behind and the scan would end with no call.
TEST_CASE("a broken first stage is an error and no window that stays behind") {
  auto file = test::tiny_promoter_file();
  file.parameters.vector("first_stage.out.bias")[0] = NAN;
  const test::PromoterModel model = test::make_promoter_model(file, "broken");
  const EncoderScorer scorer(model.encoder, model.settings);
  std::optional<float> logit;
  const std::int64_t start = 0;
  CHECK_THROWS_WITH(scorer.score(std::string(300, 'A'), {&start, 1}, false, {&logit, 1}),
                    "the model's first stage gives a logit of nan; its weights are broken");
  CHECK_NOTHROW(scorer.score(std::string(300, 'A'), {&start, 1}, true, {&logit, 1}));
}

TEST_CASE("a file that is no promoter model says why") {
  const auto rejects = [](const model::ModelFile& file, const std::string& message) {
    CHECK_THROWS_WITH(test::make_promoter_model(file, "m.safetensors"), "m.safetensors: " + message);
  };
  auto file = test::tiny_promoter_file();
  file.metadata.erase("seqlens.promoter");
  rejects(file, "is no promoter model: its metadata have no 'seqlens.promoter'");
  file = test::tiny_promoter_file();
  file.metadata.erase("seqlens.tokenizer");
  rejects(file, "has no 'seqlens.tokenizer' in its metadata");
  file = test::tiny_promoter_file();
  file.metadata["seqlens.tokenizer"] = "{}";
  rejects(file, "seqlens.tokenizer: 'kind' is missing, expected a string");
  file = test::tiny_promoter_file();
  file.metadata["seqlens.promoter"] = "{}";
  rejects(file, "model metadata 'seqlens.promoter': 'label' is missing");
  file = test::tiny_promoter_file();
  file.config.classify.reset();
  rejects(file, "gives 0 classification logits, a promoter model gives 1");
  file = test::tiny_promoter_file();
  file.config.window_tokens = 308;
  rejects(file, "the encoder's windows have 308 tokens, 'seqlens.promoter' says 300 bases");
}
