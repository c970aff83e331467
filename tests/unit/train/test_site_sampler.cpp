#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/train/site_sampler.h"

#include "support/random_bases.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

constexpr std::int64_t window = 120;
constexpr std::int64_t kept = 60;
constexpr int begin_of_bins = 3;  // a field of 8 bases every 2

model::EncoderConfig config() {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = 8;
  config.heads = 1;
  config.layers = 1;
  config.feed_forward_width = 8;
  config.embedding_width = 4;
  config.stem = {{.channels = 8, .kernel = 8, .stride = 2}};
  config.token_head = model::TokenHead{.outputs = {"+", "-"}, .bins = 2};
  return config;
}

SiteData one_contig() {
  SiteData data;
  data.contigs.push_back({"c", test::random_bases(2000, 1), {{0, 2000}}});
  data.sites = {{{"c", 500, Strand::forward}}, {{"c", 1200, Strand::reverse}}};
  return data;
}

SiteGeometry geometry() {
  SiteGeometry g;
  g.window = window;
  g.kept = kept;
  g.spread = 3;
  g.unsure_within = 20;
  g.unsure_weight = 0.25;
  return g;
}

SiteSampler sampler(SiteData data, const SiteMixture& mixture, const SiteGeometry& g = geometry()) {
  return SiteSampler(config(), std::move(data), g, mixture, 100, 7);
}

const SiteMixture at_sites{.sites = 1, .hard = 0, .anywhere = 0, .cropped = 0, .mutated = 0};

/// Where the bases of an example lie in the contig, and whether it is the reverse complement.
struct Found {
  std::int64_t begin = -1;
  bool reversed = false;
};

std::int64_t known_bases(const Example& example) {
  return std::ranges::count_if(example.tokens, [](auto id) { return id != tokenize::kBaseN; });
}

Found find(const Example& example, const std::string& contig) {
  std::string bases;
  for (const auto token : example.tokens) bases += "ACGTN"[token];
  if (const auto at = contig.find(bases); at != std::string::npos)
    return {static_cast<std::int64_t>(at), false};
  const auto at = contig.find(reverse_complement(bases));
  return {at == std::string::npos ? -1 : static_cast<std::int64_t>(at), true};
}

}  // namespace

TEST_CASE("a site's bin and output have the highest target in both orientations") {
  const SiteData data = one_contig();
  const std::string contig = data.contigs[0].bases;
  const SiteSampler source = sampler(data, at_sites);
  int reversed = 0, second = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const Example example = source.example(0, i);
    const Found at = find(example, contig);
    REQUIRE(at.begin >= 0);
    REQUIRE(example.labels.sites.size() == 1);
    const auto [index, kind] = example.labels.sites[0];
    const std::int64_t site = kind == 0 ? 500 : 1200;
    const std::int64_t place = at.reversed ? window - 1 - (site - at.begin) : site - at.begin;
    const bool minus = (kind == 1) != at.reversed;
    CHECK(place >= (window - kept) / 2);
    CHECK(place < (window + kept) / 2);
    // Stride 2 and two bins: a bin is a base.
    CHECK(index == static_cast<std::size_t>(2 * (place - begin_of_bins) + (minus ? 1 : 0)));
    CHECK(example.labels.targets[index] == 1);
    CHECK(*std::ranges::max_element(example.labels.targets) == 1);
    reversed += at.reversed ? 1 : 0;
    second += kind;
  }
  CHECK(std::abs(reversed - 100) < 40);
  CHECK(std::abs(second - 100) < 40);  // lists take turns, however many sites they have
}

TEST_CASE("targets fall off on their strand and the unsure bins around weigh less") {
  const SiteSampler source = sampler(one_contig(), at_sites);
  const Example example = source.example(0, 3);
  const DenseLabels& labels = example.labels;
  const std::size_t at = labels.sites[0].index;
  const auto offset = [&](std::size_t index) {
    return std::abs(static_cast<int>(index / 2) - static_cast<int>(at / 2));
  };
  for (std::size_t i = 0; i < labels.targets.size(); ++i) {
    const std::int64_t base = static_cast<std::int64_t>(i / 2) + begin_of_bins;
    const bool counts = base >= (window - kept) / 2 && base < (window + kept) / 2;
    const bool own = i % 2 == at % 2;
    INFO(i);
    if (!counts) CHECK(labels.weights[i] == 0);
    if (counts && !own) CHECK(labels.weights[i] == 1);
    if (!own) CHECK(labels.targets[i] == 0);
    if (counts && own && offset(i) <= 8) {
      CHECK(labels.targets[i] == Approx(std::exp(-offset(i) * offset(i) / 18.0)));
      CHECK(labels.weights[i] == 1);
    }
    if (counts && own && offset(i) > 8) CHECK(labels.targets[i] == 0);
    if (counts && own && offset(i) > 8) CHECK(labels.weights[i] == (offset(i) <= 20 ? 0.25F : 1.0F));
  }
}

TEST_CASE("ignored places carry no loss on their strand") {
  SiteData data = one_contig();
  data.ignored = {{"c", {0, 2000}, Strand::forward}};
  const std::string contig = data.contigs[0].bases;
  const SiteSampler source =
      sampler(data, {.sites = 0, .hard = 0, .anywhere = 1, .cropped = 0, .mutated = 0});
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Example example = source.example(0, i);
    if (*std::ranges::max_element(example.labels.targets) > 0) continue;  // a site has a loss everywhere
    const std::size_t ignored = find(example, contig).reversed ? 1 : 0;
    double plus = 0, minus = 0;
    for (std::size_t k = 0; k < example.labels.weights.size(); ++k)
      (k % 2 == ignored ? plus : minus) += static_cast<double>(example.labels.weights[k]);
    CHECK(plus == 0);
    CHECK(minus > 0);
  }
}

TEST_CASE("windows lie inside the regions and hard places inside what is kept") {
  SiteData data = one_contig();
  data.contigs[0].regions = {{300, 900}};
  data.sites = {{{"c", 500, Strand::forward}, {"c", 301, Strand::forward}, {"c", 1500, Strand::forward}}};
  data.hard = {{{"c", {700, 710}, Strand::unknown}}};
  const std::string contig = data.contigs[0].bases;
  const SiteSampler source =
      sampler(data, {.sites = 1, .hard = 1, .anywhere = 1, .cropped = 0, .mutated = 0});
  CHECK(source.places() == std::vector<std::size_t>{1});  // the others have no room for a window around them
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Found at = find(source.example(0, i), contig);
    CHECK(at.begin >= 300);
    CHECK(at.begin + window <= 900);
  }
}

TEST_CASE("contigs that overlap hold one place") {
  SiteData data = one_contig();
  data.contigs.push_back({"again", reverse_complement(data.contigs[0].bases), {{0, 2000}}});
  data.sites = {{{"c", 500, Strand::forward}, {"c", 800, Strand::forward}, {"again", 1499, Strand::reverse}}};
  CHECK(sampler(data, at_sites).places() == std::vector<std::size_t>{2});
}

TEST_CASE("cropped windows show the site of a site's window and N elsewhere") {
  SiteMixture mixture = at_sites;
  mixture.cropped = 1;
  mixture.shortest = 50;
  mixture.longest = 60;
  const SiteSampler source = sampler(one_contig(), mixture);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Example example = source.example(0, i);
    const std::int64_t known = known_bases(example);
    CHECK(known >= 40);  // the end of a window may cut it
    CHECK(known <= 60);
    REQUIRE(example.labels.sites.size() == 1);
    const std::size_t base = example.labels.sites[0].index / 2 + begin_of_bins;
    CHECK(example.tokens[base] != tokenize::kBaseN);
  }
}

TEST_CASE("records show a place of a list with N around and weigh what they are given") {
  SiteData data = one_contig();
  data.records = {{{"c", {500, 501}, Strand::forward}}, {{"c", {800, 820}, Strand::unknown}}};
  const SiteSampler source = sampler(data, {.sites = 0,
                                            .hard = 0,
                                            .anywhere = 0,
                                            .records = 1,
                                            .records_weight = 2.5,
                                            .cropped = 0,
                                            .shortest = 50,
                                            .longest = 60,
                                            .mutated = 0});
  int with_site = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const Example example = source.example(0, i);
    const std::int64_t known = known_bases(example);
    CHECK(known >= 40);
    CHECK(known <= 60);
    CHECK(example.weight == 2.5F);
    with_site += example.labels.sites.empty() ? 0 : 1;
  }
  CHECK(std::abs(with_site - 100) < 40);  // lists take turns
}

TEST_CASE("records come as often as their share says, and other windows stay whole") {
  SiteData data = one_contig();
  data.records = {{{"c", {800, 801}, Strand::unknown}}};
  const SiteSampler source = sampler(data, {.sites = 1,
                                            .hard = 0,
                                            .anywhere = 0,
                                            .records = 3,
                                            .cropped = 0,
                                            .shortest = 50,
                                            .longest = 60,
                                            .mutated = 0});
  int records = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const std::int64_t unknown = window - known_bases(source.example(0, i));
    CHECK((unknown == 0 || unknown >= 60));
    records += unknown > 0 ? 1 : 0;
  }
  CHECK(std::abs(records - 150) < 25);
}

TEST_CASE("data that leaves nothing to learn is refused by name") {
  SiteData data = one_contig();
  data.contigs[0].regions = {{600, 700}};
  CHECK_THROWS_WITH(sampler(data, at_sites),
                    "a window has 120 bases, and none of the regions of the genome is so long");
  data.contigs[0].regions = {{400, 1000}};
  CHECK_THROWS_WITH(sampler(data, at_sites),
                    "no site of list 2 of 2 is left with a window of 120 bases around it inside the regions");
  data = one_contig();
  data.hard = {{{"c", {0, 10}, Strand::unknown}}};
  CHECK_THROWS_WITH(
      sampler(data, {.sites = 1, .hard = 1, .anywhere = 0}),
      "no hard place of list 1 of 1 is left with a window of 120 bases around it inside the regions");
  data.hard.clear();
  data.records = {{{"c", {0, 10}, Strand::unknown}}};
  CHECK_THROWS_WITH(
      sampler(data, {.sites = 1, .hard = 0, .anywhere = 0, .records = 1}),
      "no record of list 1 of 1 is left with a window of 120 bases around it inside the regions");
  data = one_contig();
  data.contigs[0].regions = {{700, 1000}};
  data.ignored = {{"c", {0, 2000}, Strand::unknown}};
  CHECK_THROWS_WITH(sampler(data, {.sites = 0, .hard = 0, .anywhere = 1}).example(0, 1000),
                    Catch::Contains("do the ignored places cover everything?"));
  SiteGeometry wide = geometry();
  wide.kept = 121;
  CHECK_THROWS_WITH(sampler(one_contig(), at_sites, wide), "a window of 120 bases cannot keep 121");
}
