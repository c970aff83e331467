#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/agreement.h"
#include "seqlens/attention/head_tracks.h"
#include "seqlens/core/random.h"
#include "seqlens/model/model_file.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "support/kolmogorov_smirnov.h"
#include "support/seeded_model.h"
#include "support/small_promoter_config.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

constexpr int kWindow = 60;
constexpr int kRecords = 20;

model::ModelFile untrained(std::uint64_t seed) {
  auto config = test::small_promoter_config(16, kWindow, model::Pooling::mean);
  config.positions = model::Positions::learned;
  config.max_positions = kWindow;
  return test::seeded_model(config, seed);
}

std::string random_window(Random& random) {
  std::string bases;
  while (bases.size() < kWindow) bases += "ACGT"[random.below(4)];
  return bases;
}

// p of the heads of untrained models; their attention is that to the mutated bases, or to other ones.
std::vector<double> p_values(bool same_bases) {
  scan::PromoterSettings settings;
  settings.window_bases = kWindow;
  settings.tss_index = 40;
  settings.scan_stride = 4;
  std::vector<double> p;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto file = untrained(seed);
    const model::Encoder encoder(file.config, file.parameters);
    const scan::EncoderScorer scorer(encoder, settings);
    const mutagenesis::WindowLogit logit(scorer, settings.tss_index, scan::RecordStrand::forward);
    const auto plan = make_plan(file, Reduction::received, false);
    Random random(seed);
    std::vector<AgreementRecord> records(kRecords);
    for (AgreementRecord& record : records) {
      const std::string mutated = random_window(random);
      const std::string looked_at = same_bases ? mutated : random_window(random);
      record.effects = mutagenesis::mean_absolute_effects(logit, mutated);
      record.tracks = head_tracks(encoder, plan, tokenize::BaseTokenizer().encode(looked_at).ids).values;
    }
    for (const auto& track : measure_agreement(records, {.permutations = 199, .seed = seed})) {
      p.push_back(track.p_records);
    }
  }
  return p;
}

}  // namespace

TEST_CASE("p values of an untrained model that attends to other bases than those mutated are uniform") {
  CHECK(test::ks_against_uniform(p_values(false)).p > 0.01);
}

TEST_CASE("an untrained model is no null since its attention and its effects read the same bases") {
  CHECK(test::ks_against_uniform(p_values(true)).p < 1e-6);
}
