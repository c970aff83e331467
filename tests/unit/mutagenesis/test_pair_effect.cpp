#include <cmath>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/mutagenesis/pair_effect.h"
#include "seqlens/parallel/thread_budget.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;

namespace {

/// Two motifs at known places: each alone adds 1, both together `bonus` more.
class TwoMotifs final : public scan::WindowScorer {
 public:
  explicit TwoMotifs(float bonus) : bonus_(bonus) {}
  [[nodiscard]] std::int64_t window_bases() const override { return 30; }
  [[nodiscard]] std::int64_t alignment_bases() const override { return 1; }
  void score(std::string_view bases, std::span<const std::int64_t> starts, bool /*every_window*/,
             std::span<std::optional<float>> logits) const override {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::string_view window = bases.substr(starts[i], 30);
      const bool first = window.substr(4, 6) == "TATAAA";
      const bool second = window.substr(18, 6) == "GGGCGG";
      logits[i] = (first ? 1.0F : 0.0F) + (second ? 1.0F : 0.0F) + (first && second ? bonus_ : 0.0F);
    }
  }

 private:
  float bonus_;
};

PairEffect effect(float bonus, const Interval& first, const Interval& second) {
  const TwoMotifs scorer(bonus);
  const WindowLogit logit(scorer, 15, scan::RecordStrand::forward);
  const std::string record = "CCCCTATAAACCCCCCCCGGGCGGCCCCCC";
  const Stretch stretch{record, 0};
  const auto windows = grid_windows(logit, {30, true}, stretch);
  Random random(4);
  return pair_effect(logit, stretch, windows.at(0), first, second, 50, random);
}

const Interval kFirst{4, 10};
const Interval kSecond{18, 24};

}  // namespace

TEST_CASE("two motifs that add up have no epistasis") {
  const PairEffect pair = effect(0, kFirst, kSecond);
  CHECK(pair.first == Approx(-1));
  CHECK(pair.second == Approx(-1));
  CHECK(pair.both == Approx(-2));
  CHECK(std::abs(pair.epistasis) < 1e-12);
  CHECK(pair.standard_error < 1e-12);
}

TEST_CASE("two motifs that need each other have the epistasis that was planted") {
  const PairEffect pair = effect(3, kFirst, kSecond);
  CHECK(pair.first == Approx(-4));
  CHECK(pair.second == Approx(-4));
  CHECK(pair.both == Approx(-5));
  CHECK(pair.epistasis == Approx(3));  // what is lost is lost once
}

TEST_CASE("a stretch without a motif changes nothing and one base is often the same by chance") {
  const PairEffect elsewhere = effect(3, {11, 16}, kSecond);
  CHECK(elsewhere.first == 0);
  CHECK(std::abs(elsewhere.epistasis) < 1e-12);
  const PairEffect one_base = effect(3, {4, 5}, kSecond);  // a quarter of the draws puts T back
  CHECK(one_base.first > -4);
  CHECK(one_base.first < -2);
  CHECK(one_base.standard_error > 0.05);
}

TEST_CASE("pairs are the same for any number of threads") {
  const auto on = [](int threads) {
    const parallel::ThreadBudget budget(threads);
    return effect(2, {4, 6}, {20, 22});
  };
  const PairEffect one = on(1);
  const PairEffect three = on(3);
  CHECK(one.epistasis == three.epistasis);
  CHECK(one.standard_error == three.standard_error);
  CHECK(one.standard_error > 0);
}
