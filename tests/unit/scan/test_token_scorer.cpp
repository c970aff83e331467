#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/position_scores.h"
#include "seqlens/scan/record_score.h"
#include "seqlens/scan/token_scorer.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "support/random_bases.h"
#include "support/tiny_position_model.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

const model::Encoder& encoder() {
  static const model::ModelFile file = test::tiny_position_file();
  static const model::Encoder encoder(file.config, file.parameters);
  return encoder;
}

/// The logits of a window by the plain way through the encoder: bins from base 4 on, + and - of each.
std::vector<float> whole_logits(const std::string& window) {
  const auto tokens = tokenize::BaseTokenizer().encode(window);
  const model::TokenIds ids(tokens.ids);
  return encoder().run({&ids, 1}, {.token_logits = true}).at(0).token_logits;
}

std::string message_of(const model::EncoderConfig& config, const PromoterSettings& settings) {
  try {
    check_positions(config, settings, "m");
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the bins of a record have the bits of their window run alone") {
  const TokenScorer scorer(encoder(), test::tiny_position_settings());
  CHECK(scorer.grid() == PositionGrid{440, 320, 2});
  const std::string bases = test::random_bases(1001, 12, test::kLettersOfFiles);
  WindowOptions options;
  options.skip_n = false;
  const auto scores = score_record_positions(scorer, options, bases).windows;
  REQUIRE(scores.size() == 2 * 501);
  const std::string padded = std::string(60, 'N') + bases + std::string(440, 'N');
  for (const WindowScore& score : scores) {
    const std::int64_t kept = score.start / 320 * 320;
    const auto logits = whole_logits(padded.substr(kept, 440));
    // The bin starts at base 60 + start - kept of the window.
    const std::int64_t bin = (60 + score.start - kept - 4) / 2;
    REQUIRE(score.logit == logits.at(2 * bin + (score.strand == Strand::reverse ? 1 : 0)));
  }
}

TEST_CASE("pooled bins are the log of the weighted sum of the probabilities of their window and strand") {
  PromoterSettings settings = test::tiny_position_settings();
  settings.positions->pooled_bases = 30;
  const TokenScorer scorer(encoder(), settings);
  const std::string window = test::random_bases(440, 12, test::kLettersOfFiles);
  const auto logits = whole_logits(window);
  std::vector<float> pooled(2 * 160);
  const std::int64_t start = 0;
  scorer.score(window, {&start, 1}, pooled);
  const auto bins = static_cast<std::int64_t>(logits.size() / 2);
  for (std::int64_t i = 0; i < 320; ++i) {
    const std::int64_t bin = (60 - 4) / 2 + i / 2;  // of the encoder's window
    const std::int64_t strand = i % 2;
    double sum = 0;
    for (std::int64_t other = 0; other < bins; ++other) {
      const double bases = 2.0 * static_cast<double>(std::abs(other - bin));
      const double logit = static_cast<double>(logits.at(2 * other + strand));
      sum += std::exp(-bases / 30) / (1 + std::exp(-logit));
    }
    REQUIRE(static_cast<double>(pooled.at(i)) == Approx(std::log(sum)).epsilon(1e-5).margin(1e-6));
  }
}

TEST_CASE("a window has the sum of its bins in the encoder's window around it") {
  const EncoderScorer scorer(encoder(), test::tiny_position_settings());
  REQUIRE(scorer.window_bases() == 300);
  REQUIRE(scorer.flank_bases() == 70);
  REQUIRE(scorer.reads_both_strands());
  const std::string seen = test::random_bases(440, 12, test::kLettersOfFiles);
  const auto bins = whole_logits(seen);
  LogSum forward;
  LogSum reverse;
  for (std::int64_t bin = (70 - 4) / 2; bin < (70 + 300 - 4) / 2; ++bin) {
    forward.add(bins.at(2 * bin), bin);
    reverse.add(bins.at(2 * bin + 1), bin);
  }
  std::optional<float> logit;
  const std::int64_t start = 0;
  scorer.score(seen, {&start, 1}, true, {&logit, 1});
  CHECK(logit == static_cast<float>(forward.value()));

  std::vector<std::string> variants{seen, seen, seen};
  variants[1][200] = variants[1][200] == 'A' ? 'C' : 'A';
  variants[2].replace(90, 5, "GATTA");
  std::vector<float> plus(3);
  std::vector<float> minus(3);
  scorer.score_variant_strands(seen, variants, plus, minus);
  CHECK(plus[0] == static_cast<float>(forward.value()));
  CHECK(minus[0] == static_cast<float>(reverse.value()));
  std::vector<float> one_strand(3);
  scorer.score_variants(seen, variants, one_strand);
  CHECK(one_strand == plus);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    float alone_plus = 0;
    float alone_minus = 0;
    scorer.score_variant_strands(variants[i], std::span(variants).subspan(i, 1), {&alone_plus, 1},
                                 {&alone_minus, 1});
    CHECK(alone_plus == plus[i]);
    CHECK(alone_minus == minus[i]);
  }
  CHECK(plus[1] != plus[0]);
}

TEST_CASE("encoder and positions that disagree are said to") {
  const auto config = test::tiny_position_config();
  const auto settings = test::tiny_position_settings();
  CHECK(message_of(config, settings).empty());
  auto other = config;
  other.token_head->outputs = {"-", "+"};
  CHECK(message_of(other, settings) ==
        "m: has no token head of the outputs '+' and '-', though 'seqlens.promoter' has 'positions'");
  other.token_head.reset();
  CHECK(message_of(other, settings) ==
        "m: has no token head of the outputs '+' and '-', though 'seqlens.promoter' has 'positions'");
  other = config;
  other.token_head->bins = 1;
  CHECK(message_of(other, settings) == "m: the encoder's bins have 4 bases, 'scan_stride' is 2");
  other = config;
  other.window_tokens = 441;
  CHECK(message_of(other, settings) ==
        "m: the encoder's windows have 441 tokens, those of 'positions' 440 bases");
  auto changed = settings;
  other.window_tokens = 0;
  changed.positions = PositionWindows{440, 322};
  CHECK(message_of(other, changed) == "m: the 322 kept bases are no multiple of the stem's stride 4");
  changed.positions = PositionWindows{326, 320};
  CHECK(message_of(other, changed) ==
        "m: its bins lie on bases 4 to 320 of a window, the kept part on 3 to 323");
  changed.positions = PositionWindows{442, 320};
  CHECK(message_of(other, changed) ==
        "m: no bin of 2 bases starts where the kept part does: bins from base 4 on, kept from 61");
}
