#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/head_tracks.h"
#include "seqlens/attention/model_agreement.h"
#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/evaluate/rank_correlation.h"
#include "seqlens/model/model_file.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "support/fake_scorer.h"
#include "support/promoter_model.h"
#include "support/random_bases.h"
#include "support/seeded_model.h"
#include "support/small_promoter_config.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

constexpr int kWindow = 60;

model::ModelFile small_model(model::Pooling pooling) {
  auto config = test::small_promoter_config(8, kWindow, pooling);
  config.embedding_width = 8;
  config.stem = {{.channels = 8, .kernel = 6, .stride = 4}};
  auto file = test::seeded_model(config, 11);
  scan::PromoterSettings settings;
  settings.window_bases = kWindow;
  settings.tss_index = 40;
  settings.scan_stride = 4;
  file.metadata = {{"seqlens.tokenizer", tokenize::BaseTokenizer().to_json()},
                   {"seqlens.promoter", scan::to_json(settings)}};
  return file;
}

// The definition, for one window: Spearman of a track with the mean absolute effects at the positions.
double correlation(const test::PromoterModel& promoter, const ReductionPlan& plan, std::size_t track,
                   const std::string& window) {
  const scan::EncoderScorer scorer(promoter.encoder, promoter.settings);
  const mutagenesis::WindowLogit logit(scorer, promoter.settings.tss_index, scan::RecordStrand::forward);
  const auto effects = mutagenesis::mean_absolute_effects(logit, window);
  const auto tokens = tokenize::BaseTokenizer().encode(window);
  std::vector<double> at_positions;
  for (const Interval& place : position_places(promoter.encoder.config(), tokens.map)) {
    double sum = 0;
    for (std::int64_t b = place.begin; b < place.end; ++b) sum += effects[static_cast<std::size_t>(b)];
    at_positions.push_back(sum / static_cast<double>(place.length()));
  }
  const auto tracks = head_tracks(promoter.encoder, plan, tokens.ids);
  const auto values = tracks.track(track);
  return evaluate::spearman(at_positions, std::vector<double>(values.begin(), values.end()));
}

}  // namespace

TEST_CASE("the plans of a model are those its pooling knows") {
  const auto names = [](model::Pooling pooling) {
    std::vector<std::string> found;
    for (const auto& plan : agreement_plans(small_model(pooling))) found.push_back(plan.name());
    return found;
  };
  CHECK(names(model::Pooling::mean) == std::vector<std::string>{"received", "norm", "rollout-received"});
  CHECK(names(model::Pooling::cls).back() == "cls");
  CHECK(names(model::Pooling::attention).back() == "pooling");
}

TEST_CASE("the best windows of records come in the orientation in which they are read") {
  const auto file = small_model(model::Pooling::mean);
  const auto promoter = test::make_promoter_model(file, "small");
  const scan::EncoderScorer scorer(promoter.encoder, promoter.settings);
  Random random(3);
  const std::string record = test::random_bases(90, random);
  const auto logit = [&](const std::string& window) {
    std::optional<float> score;
    const std::int64_t start = 0;
    scorer.score(window, {&start, 1}, true, {&score, 1});
    return score.value();
  };
  std::string best = record.substr(0, kWindow);
  for (std::size_t start = 0; start + kWindow <= record.size(); start += 4) {
    const std::string forward = record.substr(start, kWindow);
    for (const std::string& window : {forward, reverse_complement(forward)}) {
      if (logit(window) > logit(best)) best = window;
    }
  }
  const std::vector<std::string> records{record, record.substr(0, kWindow - 1), std::string(90, 'N')};
  CHECK(best_windows(scorer, {.stride_bases = 4}, records) == std::vector<std::string>{best});
}

TEST_CASE("a window that stands alone is chosen and read with N for its flanks") {
  constexpr std::size_t flank = 8;
  const test::FakeScorer scorer(kWindow, 4, flank);
  Random random(6);
  const std::string record = test::random_bases(200, random);
  const auto best = [&](bool alone) {
    const std::string unknown(flank, 'N');
    const std::string padded = unknown + record + unknown;
    std::string found;
    for (std::size_t start = 0; start + kWindow <= record.size(); start += 4) {
      const std::string window = alone ? unknown + record.substr(start, kWindow) + unknown
                                       : padded.substr(start, kWindow + 2 * flank);
      if (found.empty() || scorer.logit(window) > scorer.logit(found)) found = window;
    }
    return std::vector<std::string>{found};
  };
  const auto found = [&](bool alone) {
    return best_windows(scorer, {.stride_bases = 4, .reverse = false, .alone = alone},
                        std::vector<std::string>{record});
  };
  REQUIRE(best(true)[0].substr(flank, kWindow) != best(false)[0].substr(flank, kWindow));
  CHECK(found(true) == best(true));
  CHECK(found(false) == best(false));
}

TEST_CASE("the agreement of a model is that of its windows") {
  const auto file = small_model(model::Pooling::attention);
  const auto promoter = test::make_promoter_model(file, "small");
  const auto plans = agreement_plans(file);
  Random random(4);
  std::vector<std::string> windows;
  while (windows.size() < 6) windows.push_back(test::random_bases(kWindow, random));
  std::atomic<int> seen = 0;
  const auto table = model_agreement(promoter.encoder, promoter.settings, plans, windows, "x.fa",
                                     {.permutations = 99, .seed = 5}, [&] { ++seen; });
  CHECK(seen == 6);
  CHECK(table.source == "x.fa");
  CHECK(table.records == 6);
  REQUIRE(table.rows.size() == 4 + 4 + 1 + 1);
  CHECK(table.rows[3].track == "L1H1");
  CHECK(table.rows[8].reduction == "rollout-received");
  std::size_t row = 0;
  for (const auto& plan : plans) {
    for (std::size_t track = 0; track < plan.tracks(); ++track, ++row) {
      double mean = 0;
      for (const auto& window : windows) mean += correlation(promoter, plan, track, window) / 6;
      CHECK(table.rows[row].agreement.correlation == Approx(mean));
    }
  }
}

TEST_CASE("agreement refuses windows of another length") {
  const auto file = small_model(model::Pooling::mean);
  const auto promoter = test::make_promoter_model(file, "small");
  const std::vector<std::string> windows(2, std::string(kWindow + 1, 'A'));
  CHECK_THROWS_WITH(
      model_agreement(promoter.encoder, promoter.settings, agreement_plans(file), windows, "x", {}, [] {}),
      "agreement: a window of 61 bases, the model sees 60");
}
