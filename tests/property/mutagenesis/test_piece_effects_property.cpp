#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/encoder_scorer.h"

#include "support/fake_scorer.h"
#include "support/promoter_model.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;
using scan::RecordStrand;

namespace {

constexpr std::int64_t kLongestDeletion = 2;

std::string random_record(Random& random, std::size_t size) {
  std::string bases(size, 'A');
  for (char& base : bases) base = "ACGTACGTACGTACGTN"[random.below(17)];
  return bases;
}

Piece cut(const std::string& record, const Interval& wanted, const scan::WindowScorer& scorer) {
  const std::int64_t reach = piece_reach(scorer, kLongestDeletion);
  const std::int64_t begin = std::max<std::int64_t>(0, wanted.begin - reach);
  const std::int64_t end = std::min(static_cast<std::int64_t>(record.size()), wanted.end + reach);
  return {"r", record.substr(begin, end - begin), begin, wanted};
}

/// All effects of a record, which is cut into pieces of so many bases.
std::vector<BaseEffects> in_pieces(const WindowLogit& logit, const std::string& record, std::int64_t bases) {
  std::vector<Piece> pieces;
  const auto size = static_cast<std::int64_t>(record.size());
  for (std::int64_t begin = 0; begin < size; begin += bases)
    pieces.push_back(cut(record, {begin, std::min(begin + bases, size)}, logit.scorer()));
  std::vector<BaseEffects> all;
  for (const PieceEffects& piece : effects_of_pieces(logit, {8, true}, kLongestDeletion, pieces))
    all.insert(all.end(), piece.bases.begin(), piece.bases.end());
  return all;
}

/// Exact: the same bits.
bool same(const std::vector<BaseEffects>& a, const std::vector<BaseEffects>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const BaseEffects& x, const BaseEffects& y) {
    return x.position == y.position && x.base == y.base && x.reference == y.reference &&
           x.substituted == y.substituted && x.deleted == y.deleted;
  });
}

}  // namespace

TEST_CASE("effects do not depend on how a record is cut into pieces") {
  const std::uint64_t seed = 20261124;
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < 60; ++round) {
    const test::FakeScorer scorer(20, 4, 4 * static_cast<std::int64_t>(random.below(3)));
    const std::string record = random_record(random, 20 + random.below(200));
    const auto strand = static_cast<RecordStrand>(random.below(3));
    const WindowLogit logit(scorer, 15, strand);
    const auto whole = in_pieces(logit, record, 1000);
    for (const std::int64_t bases : {1, 7, 64}) REQUIRE(same(in_pieces(logit, record, bases), whole));
  }
}

TEST_CASE("effects of every base are those of the mutant from scratch in its best window") {
  const std::uint64_t seed = 5;
  INFO("seed " << seed);
  Random random(seed);
  const test::FakeScorer scorer(20, 4);
  std::size_t looked_at = 0;
  for (int round = 0; round < 40; ++round) {
    const std::string record = random_record(random, 20 + random.below(100));
    const WindowLogit logit(scorer, 15, RecordStrand::forward);
    for (const BaseEffects& base : in_pieces(logit, record, 50)) {
      double best = -1e9;
      std::int64_t best_start = -1;
      for (std::int64_t start = 0; start + 20 <= static_cast<std::int64_t>(record.size()); start += 8) {
        const std::string window = record.substr(start, 20);
        const bool holds = start <= base.position && base.position < start + 20;
        if (!holds || std::count(window.begin(), window.end(), 'N') > 2) continue;
        if (test::FakeScorer::logit(window) > best) {
          best = test::FakeScorer::logit(window);
          best_start = start;
        }
      }
      REQUIRE(best_start >= 0);
      REQUIRE(base.reference == best);
      if (!base.has_effects()) continue;
      std::string mutant = record.substr(best_start, 20);
      mutant[base.position - best_start] = 'G';
      REQUIRE(base.substituted[2] == test::FakeScorer::logit(mutant));
      ++looked_at;
    }
  }
  CHECK(looked_at > 1000);
}

TEST_CASE("the comparison of effects can fail") {
  std::vector<BaseEffects> a{{4, 'A', 1, {1, 2, 3, 4}, {5}}};
  auto b = a;
  CHECK(same(a, b));
  b[0].deleted[0] = 6;
  CHECK_FALSE(same(a, b));
  CHECK_FALSE(same(a, {}));
}

TEST_CASE("threads change nothing") {
  const test::PromoterModel model = test::make_promoter_model(test::tiny_promoter_file(), "tiny");
  const scan::EncoderScorer scorer(model.encoder, model.settings);
  const WindowLogit logit(scorer, 249, RecordStrand::both);
  Random random(9);
  const std::string record = random_record(random, 500);
  const auto effects = [&](int threads) {
    const parallel::ThreadBudget budget(threads);
    return in_pieces(logit, record, 130);
  };
  CHECK(same(effects(1), effects(3)));
}
