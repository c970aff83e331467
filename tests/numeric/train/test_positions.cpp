#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/train/dev_metrics.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/site_sampler.h"
#include "seqlens/train/trainer.h"

#include "small_runs.h"

using namespace seqlens;
using namespace seqlens::train;
using namespace seqlens::test;

namespace {

constexpr std::int64_t window = 128;

model::EncoderConfig site_config() {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = 32;
  config.heads = 2;
  config.layers = 1;
  config.feed_forward_width = 64;
  config.positions = model::Positions::rotary;
  config.final_norm = true;
  config.local_kernel = 5;
  config.embedding_width = 6;
  config.stem = {{.channels = 32, .kernel = 8, .stride = 4}};
  config.token_head = model::TokenHead{.outputs = {"+", "-"}, .bins = 2};
  return config;
}

/// Random bases with "TATAAAAG" every few hundred bases on one strand or the other; the site lies 12 bases
/// behind it.
SiteData planted_sites(bool random_bases_instead) {
  const std::string motif = "TATAAAAG";
  Random random(5);
  std::string bases(60'000, 'A');
  for (char& base : bases) base = "ACGT"[random.below(4)];
  SiteData data;
  data.sites.resize(1);
  for (std::int64_t at = 200; at + 200 < 60'000; at += 150 + static_cast<std::int64_t>(random.below(100))) {
    const bool reverse = random.below(2) == 1;
    bases.replace(static_cast<std::size_t>(at), motif.size(), reverse ? reverse_complement(motif) : motif);
    data.sites[0].push_back(reverse ? Tss{"c", at + 7 - 12, Strand::reverse}
                                    : Tss{"c", at + 12, Strand::forward});
  }
  if (random_bases_instead)
    for (char& base : bases) base = "ACGT"[random.below(4)];
  data.contigs.push_back({"c", bases, {{0, 45'000}}});
  return data;
}

Metrics train_on(const SiteData& data) {
  const auto config = site_config();
  const SiteGeometry geometry{
      .window = window, .kept = 64, .spread = 3, .unsure_within = 10, .unsure_weight = 0};
  const SiteMixture mixture{.sites = 0.6, .hard = 0, .anywhere = 0.4, .cropped = 0, .mutated = 0};
  const SiteSampler training(config, data, geometry, mixture, 1000, 1);
  SiteData rest = data;
  rest.contigs[0].regions = {{45'000, 60'000}};
  const SiteSampler judged(config, rest, geometry, {.sites = 0, .hard = 0, .anywhere = 1}, 1, 1);
  const ExampleList dev(judged.dev_windows(100), ExampleList::Order::as_given);
  const std::shared_ptr<const Objective> objective = make_positions_objective(config);
  TrainerSettings settings;
  settings.optimiser = {.learning_rate = 3e-3, .warmup_steps = 20, .steps = 200, .average_decay = 0.98};
  settings.batch = 32;
  Trainer trainer(config, seeded_state(config, 1), objective, settings);
  for (int i = 0; i < 200; ++i) trainer.step(training);
  return summarise(Task::positions, judge(config, trainer.state().average, *objective, dev), 0, false);
}

}  // namespace

TEST_CASE("planted sites are found with place and strand") {
  const Metrics metrics = train_on(planted_sites(false));
  CHECK(metric(metrics, "average_precision") > 0.7);  // against a quarter by chance
  CHECK(metric(metrics, "strand") > 0.9);
}

TEST_CASE("random bases in the place of the planted ones stay at chance") {
  const Metrics metrics = train_on(planted_sites(true));
  CHECK(metric(metrics, "average_precision") <
        0.45);  // about a quarter of the cells of the dev windows have a site
}
