#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/train/promoter_sampler.h"

#include "support/random_bases.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

const PromoterGeometry geometry;

/// A forward TSS at 10,000, a reverse one at 20,000, and a bidirectional pair at 30,000 / 29,900.
std::vector<Tss> sites() {
  return {{"X", 10'000, Strand::forward},
          {"X", 20'000, Strand::reverse},
          {"X", 30'000, Strand::forward},
          {"X", 29'900, Strand::reverse}};
}

std::optional<int> label_at(std::int64_t begin) {
  const std::vector<Tss> all = sites();
  return label_window(geometry, TssIndex(all), "X", begin);
}

PromoterData genome_data() {
  PromoterData data;
  data.contigs.push_back({"X", test::random_bases(50'000, 1), {{0, 40'000}}});
  data.sites = sites();
  return data;
}

PromoterMixture only(double PromoterMixture::*kind) {
  PromoterMixture mixture{0, 0, 0, 0, 0, 0, 0, 0};
  mixture.*kind = 1;
  return mixture;
}

std::vector<Example> draw(const PromoterData& data, const PromoterMixture& mixture, std::uint64_t count) {
  const PromoterSampler sampler(data, geometry, mixture, count, 5);
  std::vector<Example> examples;
  for (std::uint64_t i = 0; i < count; ++i) examples.push_back(sampler.example(0, i));
  return examples;
}

bool all_of_target(const std::vector<Example>& examples, int target) {
  return std::ranges::all_of(examples, [&](const Example& example) { return example.target == target; });
}

}  // namespace

TEST_CASE("a window is labelled by the TSS near its place on either strand") {
  CHECK(label_at(10'000 - 249) == kPlus);
  CHECK(label_at(10'000 - 249 + 24) == kPlus);
  CHECK(label_at(10'000 - 249 - 24) == kPlus);
  CHECK(label_at(10'000 - 249 + 25) == std::nullopt);
  CHECK(label_at(10'000 - 249 - 149) == std::nullopt);
  CHECK(label_at(10'000 - 249 + 150) == kNoPromoter);
  CHECK(label_at(20'000 - 50) == kMinus);
  CHECK(label_at(20'000 - 249) == kNoPromoter);  // the wrong orientation
  CHECK(label_at(40'000) == kNoPromoter);
}

TEST_CASE("a locus with a promoter and one in the ignored zone of the other strand is bidirectional") {
  // The forward TSS at its place 249 is the window from 29,751; the reverse place 50 is then at 29,801, 99
  // bases away.
  CHECK(label_at(30'000 - 249) == kEither);
}

TEST_CASE("a TSS without strand is refused") {
  const std::vector<Tss> all{{"X", 5, Strand::unknown}};
  CHECK_THROWS_WITH(TssIndex(all), "the TSS at X:5 (0-based) has no strand; expected + or -");
}

TEST_CASE("shifted records are filled with N") {
  CHECK(shifted_window("ACGT", 1, 4) == "CGTN");
  CHECK(shifted_window("ACGT", -2, 4) == "NNAC");
  CHECK(shifted_window("ACGT", 0, 4) == "ACGT");
}

TEST_CASE("each kind of window has its labels") {
  PromoterData data = genome_data();
  data.promoter_records = {test::random_bases(300, 2)};
  data.negative_records = {{test::random_bases(300, 3)}, {test::random_bases(300, 4)}};
  data.hard_negatives = {{"X", 35'000}};
  CHECK(all_of_target(draw(data, only(&PromoterMixture::promoter_records), 50), kPlus));
  CHECK(all_of_target(draw(data, only(&PromoterMixture::negative_records), 50), kNoPromoter));
  CHECK(all_of_target(draw(data, only(&PromoterMixture::genome_near), 50), kNoPromoter));
  CHECK(all_of_target(draw(data, only(&PromoterMixture::genome_random), 50), kNoPromoter));
  CHECK(all_of_target(draw(data, only(&PromoterMixture::hard_negatives), 50), kNoPromoter));
  CHECK(all_of_target(draw(data, only(&PromoterMixture::genome_mirror), 50), kNoPromoter));
  const auto promoters = draw(data, only(&PromoterMixture::genome_promoters), 200);
  for (const int target : {kPlus, kMinus, kEither}) {
    CHECK(std::ranges::count(promoters, target, &Example::target) > 20);
  }
  CHECK(std::ranges::count(promoters, int{kNoPromoter}, &Example::target) == 0);
}

TEST_CASE("windows are drawn alike every time and differ from index to index") {
  const PromoterSampler sampler(genome_data(), geometry, only(&PromoterMixture::genome_random), 10, 5);
  CHECK(sampler.example(2, 3).tokens == sampler.example(2, 3).tokens);
  CHECK(sampler.example(2, 3).tokens != sampler.example(2, 4).tokens);
  CHECK(sampler.example(2, 3).tokens != sampler.example(3, 3).tokens);
  CHECK(sampler.example(2, 3).tokens.size() == 300);
}

TEST_CASE("cropped windows keep the place of the TSS") {
  PromoterData data;
  data.promoter_records = {test::random_bases(300, 2)};
  PromoterMixture mixture = only(&PromoterMixture::promoter_records);
  mixture.cropped = 1;
  for (const Example& example : draw(data, mixture, 100)) {
    CHECK(std::count(example.tokens.begin() + 199, example.tokens.begin() + 270, 4) == 0);
  }
}

TEST_CASE("N at an end does not tell records from windows of the genome") {
  PromoterData data = genome_data();
  data.promoter_records = {test::random_bases(300, 2)};
  const auto share_without_n = [&](double PromoterMixture::*kind) {
    const auto examples = draw(data, only(kind), 2000);
    std::ptrdiff_t without = 0;
    for (const Example& example : examples) {
      const auto unknown = std::ranges::count(example.tokens, std::int32_t{tokenize::kBaseN});
      CHECK(unknown <= geometry.positive_within);
      without += unknown == 0 ? 1 : 0;
    }
    return static_cast<double>(without) / 2000;
  };
  // Half are not shifted, and 1 in 49 shifts is by 0: 0.510, standard error 0.011.
  CHECK(share_without_n(&PromoterMixture::promoter_records) == Approx(0.51).margin(0.045));
  CHECK(share_without_n(&PromoterMixture::genome_random) == Approx(0.51).margin(0.045));
  CHECK(share_without_n(&PromoterMixture::genome_promoters) == Approx(0.51).margin(0.045));
}

TEST_CASE("flanks are those of the genome or N") {
  PromoterGeometry flanked;
  flanked.flank = 20;
  PromoterData data = genome_data();
  data.promoter_records = {test::random_bases(300, 2)};
  const auto flankless = [&](double PromoterMixture::*kind, double share) {
    PromoterMixture mixture = only(kind);
    mixture.flankless = share;
    const PromoterSampler sampler(data, flanked, mixture, 500, 5);
    std::size_t without = 0;
    for (std::uint64_t i = 0; i < 500; ++i) {
      const Example example = sampler.example(0, i);
      REQUIRE(example.tokens.size() == 340);
      const auto is_n = [](std::int32_t token) { return token == tokenize::kBaseN; };
      const bool left = std::all_of(example.tokens.begin(), example.tokens.begin() + 20, is_n);
      const bool right = std::all_of(example.tokens.end() - 20, example.tokens.end(), is_n);
      REQUIRE(left == right);
      if (!left) CHECK(std::none_of(example.tokens.begin(), example.tokens.end(), is_n));
      without += left ? 1 : 0;
    }
    return without;
  };
  CHECK(flankless(&PromoterMixture::promoter_records, 0) == 500);
  CHECK(flankless(&PromoterMixture::genome_promoters, 1) == 500);
  CHECK(flankless(&PromoterMixture::genome_random, 0) == 0);
  const std::size_t some = flankless(&PromoterMixture::genome_random, 0.3);
  CHECK(some > 100);
  CHECK(some < 200);  // 150 expected, standard deviation 10
}

TEST_CASE("mutated windows keep N, and most bases when the share is small") {
  PromoterData data;
  data.promoter_records = {std::string(300, 'A')};
  PromoterMixture mixture = only(&PromoterMixture::promoter_records);
  mixture.mutated = 0.2;
  std::ptrdiff_t changed = 0, known = 0;
  for (const Example& example : draw(data, mixture, 200)) {
    const auto unknown = std::ranges::count(example.tokens, std::int32_t{tokenize::kBaseN});
    CHECK(unknown <= geometry.positive_within);
    known += 300 - unknown;
    changed += 300 - unknown - std::ranges::count(example.tokens, std::int32_t{tokenize::kBaseA});
  }
  const double share = static_cast<double>(changed) / static_cast<double>(known);
  CHECK(share > 0.14);  // 0.2 * 3/4 expected, 55,000 bases: a standard error of 0.0015
  CHECK(share < 0.16);
}

TEST_CASE("a kind with a share and no data is an error") {
  CHECK_THROWS_WITH(PromoterSampler({}, geometry, only(&PromoterMixture::promoter_records), 10, 1),
                    "there are no promoter records, but their share is above 0");
  CHECK_THROWS_WITH(PromoterSampler({}, geometry, only(&PromoterMixture::genome_random), 10, 1),
                    "there are no training regions to draw random windows from, but their share is above 0");
  PromoterData data;
  data.promoter_records = {"ACGT"};
  CHECK_THROWS_WITH(PromoterSampler(data, geometry, only(&PromoterMixture::promoter_records), 10, 1),
                    "a training record has 4 bases, the window 300");
}

TEST_CASE("dev windows are the promoters of the regions and random ones far from them") {
  const PromoterData data = genome_data();
  const auto examples = promoter_dev_windows(data.contigs, data.sites, geometry, 30, 7);
  CHECK(examples.size() == 34);
  CHECK(std::ranges::count(examples, int{kNoPromoter}, &Example::target) == 30);
}
