#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/mutagenesis/grid_windows.h"
#include "seqlens/mutagenesis/window_logit.h"

#include "support/fake_scorer.h"
#include "support/random_bases.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;
using scan::RecordStrand;

namespace {

constexpr std::int64_t kWindow = 40;
constexpr std::int64_t kFlank = 6;
constexpr std::int64_t kTssIndex = 30;
const test::FakeScorer kOneStrand(kWindow, 1, kFlank);

/// The same hash, for both strands at once.
class BothStrands final : public scan::WindowScorer {
 public:
  [[nodiscard]] std::int64_t window_bases() const override { return kWindow; }
  [[nodiscard]] std::int64_t flank_bases() const override { return kFlank; }
  [[nodiscard]] std::int64_t alignment_bases() const override { return 1; }
  void score(std::string_view bases, std::span<const std::int64_t> starts, bool every_window,
             std::span<std::optional<float>> logits) const override {
    kOneStrand.score(bases, starts, every_window, logits);
  }
  [[nodiscard]] bool reads_both_strands() const override { return true; }
  void score_variant_strands(std::string_view, std::span<const std::string> variants,
                             std::span<float> forward, std::span<float> reverse) const override {
    for (std::size_t i = 0; i < variants.size(); ++i) {
      ++passes_;
      forward[i] = test::FakeScorer::logit(variants[i]);
      reverse[i] = test::FakeScorer::logit(reverse_complement(variants[i]));
    }
  }
  [[nodiscard]] std::size_t passes() const { return passes_; }

 private:
  mutable std::atomic<std::size_t> passes_ = 0;
};

const std::vector<Edit> kSubstitutions{{{60, 60}, ""}, {{61, 62}, "A"}, {{61, 62}, "C"}, {{70, 72}, "GT"}};
const std::vector<Edit> kEdits{
    {{60, 60}, ""}, {{61, 62}, "A"}, {{70, 73}, ""}, {{65, 65}, "ACGTA"}, {{88, 89}, ""}};

}  // namespace

TEST_CASE("a scorer of both strands gives what one of a single strand gives") {
  const std::string bases = test::random_bases(150, 31);
  const Stretch stretch{bases, 0};
  for (const RecordStrand strand : {RecordStrand::forward, RecordStrand::reverse, RecordStrand::both}) {
    const BothStrands scorer;
    const WindowLogit both(scorer, kTssIndex, strand);
    const WindowLogit one(kOneStrand, kTssIndex, strand);
    for (const std::vector<Edit>& edits : {kSubstitutions, kEdits}) {
      std::vector<double> expected(edits.size());
      std::vector<double> logits(edits.size());
      one.edited(stretch, {55, 55}, edits, expected);
      both.edited(stretch, {55, 55}, edits, logits);
      CHECK(logits == expected);
    }
    const std::vector<std::string> variants{bases.substr(0, 52), bases.substr(9, 52)};
    std::vector<double> expected(2);
    std::vector<double> logits(2);
    one.variants(variants[0], variants, expected);
    both.variants(variants[0], variants, logits);
    CHECK(logits == expected);
    CHECK(grid_windows(both, {8, true}, stretch) == grid_windows(one, {8, true}, stretch));
  }
}

TEST_CASE("both strands of substitutions cost one pass") {
  const std::string bases = test::random_bases(150, 31);
  const BothStrands scorer;
  const WindowLogit logit(scorer, kTssIndex, RecordStrand::both);
  std::vector<double> logits(kSubstitutions.size());
  logit.edited({bases, 0}, {55, 55}, kSubstitutions, logits);
  CHECK(scorer.passes() == kSubstitutions.size());
  logits.resize(kEdits.size());
  logit.edited({bases, 0}, {55, 55}, kEdits, logits);
  CHECK(scorer.passes() == kSubstitutions.size() + 2 * kEdits.size());
}

TEST_CASE("a short record has N behind it for a scorer of both strands") {
  const std::string bases = test::random_bases(25, 31);
  const BothStrands scorer;
  const auto windows = grid_windows({scorer, kTssIndex, RecordStrand::forward}, {8, true}, {bases, 0});
  REQUIRE(windows.size() == 1);
  CHECK(windows[0].place == WindowPlace{0, 0});
  CHECK(windows[0].interval == Interval{0, 25});
  CHECK(windows[0].logit == test::FakeScorer::logit("NNNNNN" + bases + std::string(21, 'N')));
}
