// The law of conservation: what positions have in sum, their bases have in sum, with what lies on no base.
#include <numeric>

#include <catch2/catch.hpp>

#include "seqlens/attention/base_profile.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/load_tokenizer.h"

#include "support/shared_data.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

std::string random_dna(Random& random, std::size_t bases) {
  std::string text;
  for (std::size_t i = 0; i < bases; ++i) text += "ACGTACGTACGTN"[random.below(13)];
  return text;
}

/// Random shares of sum 1.
std::vector<float> random_shares(Random& random, std::size_t count) {
  std::vector<float> shares;
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) total += shares.emplace_back(static_cast<float>(random.uniform()));
  for (float& share : shares) share /= static_cast<float>(total);
  return shares;
}

void check_conservation(const tokenize::TokenMap& places, std::int64_t bases, Random& random) {
  const auto shares = random_shares(random, places.size());
  std::vector<float> out(static_cast<std::size_t>(bases));
  const float elsewhere = base_profile(shares, places, {0, bases}, out);
  const double total = std::accumulate(out.begin(), out.end(), static_cast<double>(elsewhere));
  CHECK(total == Approx(1).margin(1e-4));
  float special = 0;
  for (std::size_t t = 0; t < places.size(); ++t) special += places[t].empty() ? shares[t] : 0;
  CHECK(elsewhere == Approx(special).margin(1e-5));
}

void check_tokenizer(const tokenize::Tokenizer& tokenizer, std::uint64_t seed) {
  Random random(seed);
  for (int round = 0; round < 50; ++round) {
    const std::string text = random_dna(random, 30 + random.below(300));
    INFO(text);
    check_conservation(tokenizer.encode(text).map, static_cast<std::int64_t>(text.size()), random);
  }
}

}  // namespace

TEST_CASE("single bases keep their sum") {
  check_tokenizer(tokenize::BaseTokenizer(), 1);
}

TEST_CASE("overlapping k-mers and 6-mers and pieces of BPE keep their sum") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const char* family : {"dnabert_tiny", "nt_v1_tiny", "dnabert2_tiny"}) {
    INFO(family);
    check_tokenizer(*tokenize::load_tokenizer(fixtures / family), 2);
  }
}

TEST_CASE("positions of a stem keep their sum and the outer receptive field stays empty") {
  const auto config = test::tiny_promoter_config();  // stride 4, receptive field 13
  Random random(3);
  const auto tokens = tokenize::BaseTokenizer().encode(random_dna(random, 300));
  const auto places = position_places(config, tokens.map);
  REQUIRE(places.size() == static_cast<std::size_t>(config.encoder_positions(300)));
  CHECK(places.front() == Interval{4, 8});
  CHECK(places[1] == Interval{8, 12});
  CHECK(places.back() == Interval{288, 292});
  check_conservation(places, 300, random);
}

TEST_CASE("what lies outside of the window is returned") {
  const tokenize::TokenMap places{{-2, 2}, {2, 4}, {4, 4}};
  const std::vector<float> shares{0.5F, 0.25F, 0.25F};
  std::vector<float> out(3);
  CHECK(base_profile(shares, places, {0, 3}, out) == Approx(0.25 + 0.125 + 0.25));
  CHECK(out == std::vector<float>{0.125F, 0.125F, 0.125F});
  CHECK_THROWS_AS(base_profile(shares, places, {0, 4}, out), ShapeError);
}

TEST_CASE("levels are averaged and hold for every base") {
  const tokenize::TokenMap places{{0, 2}, {1, 3}};
  const std::vector<float> levels{1, 3};
  std::vector<float> out(4);
  base_levels(levels, places, {0, 4}, out);
  CHECK(out[0] == 1);
  CHECK(out[1] == 2);
  CHECK(out[2] == 3);
  CHECK(std::isnan(out[3]));
}
