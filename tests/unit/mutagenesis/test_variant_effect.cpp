#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/mutagenesis/random_variants.h"
#include "seqlens/mutagenesis/variant_effect.h"

#include "motif_scorer.h"
#include "support/fake_scorer.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;
using scan::RecordStrand;

namespace {

std::string applied(std::string record, const Edit& edit) {
  return record.replace(edit.replaced.begin, edit.replaced.length(), edit.bases);
}

void check_normalised(const Edit& edit, const Edit& expected) {
  const Edit moved = left_normalised(edit, {"GGCACACATT", 0});
  CHECK(moved.replaced == expected.replaced);
  CHECK(moved.bases == expected.bases);
}

}  // namespace

TEST_CASE("variants are cut and moved to the left") {
  check_normalised({{6, 8}, ""}, {{2, 4}, ""});      // CA of CACACA
  check_normalised({{5, 8}, "A"}, {{2, 4}, ""});     // anchored as VCF writes it: ACA -> A
  check_normalised({{8, 8}, "CA"}, {{2, 2}, "CA"});  // insertion
  check_normalised({{9, 9}, "T"}, {{8, 8}, "T"});    // TT
  check_normalised({{2, 5}, "CTC"}, {{3, 4}, "T"});  // a substitution in common bases
  check_normalised({{0, 1}, ""}, {{0, 1}, ""});      // the first base
  check_normalised({{1, 2}, ""}, {{0, 1}, ""});
  check_normalised({{4, 6}, "TTT"}, {{4, 6}, "TTT"});  // neither insertion nor deletion alone
  check_normalised({{4, 6}, "CA"}, {{4, 4}, ""});      // nothing changes
}

TEST_CASE("normalising changes the form of a variant and not the sequence") {
  const std::uint64_t seed = 17;
  INFO("seed " << seed);
  Random random(seed);
  std::size_t moved = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string record(24, 'A');
    for (char& base : record) base = "AC"[random.below(2)];  // repeats
    const auto begin = static_cast<std::int64_t>(random.below(20));
    Edit edit{{begin, begin + static_cast<std::int64_t>(random.below(4))}, {}};
    for (auto left = random.below(4); left > 0; --left) edit.bases += "AC"[random.below(2)];
    const Edit result = left_normalised(edit, {record, 0});
    REQUIRE(applied(record, result) == applied(record, edit));
    REQUIRE(result.replaced.begin <= edit.replaced.begin + static_cast<std::int64_t>(edit.bases.size()));
    moved += result.replaced.begin < edit.replaced.begin ? 1 : 0;
  }
  CHECK(moved > 100);
}

TEST_CASE("a variant is scored in the windows that hold it") {
  const test::FakeScorer scorer(20, 4);
  Random random(3);
  std::string record(103, 'A');
  for (char& base : record) base = "ACGT"[random.below(4)];
  const WindowLogit logit(scorer, 15, RecordStrand::forward);
  const Stretch stretch{record, 0};
  const auto windows = grid_windows(logit, {8, true}, stretch);
  const Edit edit{{41, 42}, record[41] == 'A' ? "C" : "A"};
  double reference = 0;
  double alternative = 0;
  double largest = 0;
  const std::string mutant = applied(record, edit);
  for (const std::int64_t start : {24, 32, 40}) {
    const double before = test::FakeScorer::logit(record.substr(start, 20));
    const double after = test::FakeScorer::logit(mutant.substr(start, 20));
    reference += before / 3;
    alternative += after / 3;
    if (std::abs(after - before) > std::abs(largest)) largest = after - before;
  }
  const auto effect = variant_effect(logit, stretch, windows, edit);
  REQUIRE(effect.has_value());
  CHECK(effect->windows == 3);
  CHECK(effect->reference == Approx(reference));
  CHECK(effect->alternative == Approx(alternative));
  CHECK(effect->delta == Approx(alternative - reference));
  CHECK(effect->largest == largest);
  CHECK_FALSE(variant_effect(logit, stretch, windows, {{101, 102}, "A"}).has_value());  // behind the last one
}

TEST_CASE("an insertion is held by windows with bases on both sides") {
  const GridWindow window{{8, 8}, {8, 28}, 0};
  CHECK(holds(window, {{9, 9}, "A"}));
  CHECK(holds(window, {{27, 27}, "A"}));
  CHECK_FALSE(holds(window, {{8, 8}, "A"}));
  CHECK_FALSE(holds(window, {{28, 28}, "A"}));
  CHECK(holds(window, {{0, 9}, ""}));
  CHECK_FALSE(holds(window, {{0, 8}, ""}));
}

TEST_CASE("a variant that breaks a planted motif loses its weight and others lose nothing") {
  const test::MotifScorer scorer(20, "TATAAA", 6, 3);
  const WindowLogit logit(scorer, 15, RecordStrand::forward);
  const std::string record = "GGCGCGTATAAAGGCCGCGG";
  const Stretch stretch{record, 0};
  const auto windows = grid_windows(logit, {4, true}, stretch);
  CHECK(variant_effect(logit, stretch, windows, {{7, 8}, "C"})->delta == -3);
  CHECK(variant_effect(logit, stretch, windows, {{2, 3}, "A"})->delta == 0);
  CHECK(variant_effect(logit, stretch, windows, {{17, 19}, ""})->delta == 0);   // behind the TSS
  CHECK(variant_effect(logit, stretch, windows, {{13, 14}, ""})->delta == -3);  // moves the motif
}

TEST_CASE("classes are kinds and sizes") {
  const auto text = [](const Edit& edit) { return to_string(class_of(edit)); };
  CHECK(text({{4, 5}, "A"}) == "substitution 1");
  CHECK(text({{4, 7}, "AAA"}) == "substitution 2-4");
  CHECK(text({{4, 4}, "A"}) == "insertion 1");
  CHECK(text({{4, 5}, "AAAAAA"}) == "insertion 5-16");
  CHECK(text({{4, 9}, ""}) == "deletion 5-16");
  CHECK(text({{4, 400}, ""}) == "deletion 17-64");
}

TEST_CASE("random variants are of their class and within the places") {
  Random random(5);
  std::string record(200, 'A');
  for (char& base : record) base = "ACGTN"[random.below(5)];
  const Stretch stretch{record, 1000};
  const Interval places{1050, 1150};
  for (const char* name : {"substitution", "insertion", "deletion"}) {
    VariantClass wanted{VariantClass::Kind::substitution, 2, 4};
    if (name[0] == 'i') wanted.kind = VariantClass::Kind::insertion;
    if (name[0] == 'd') wanted.kind = VariantClass::Kind::deletion;
    Random first(8);
    Random second(8);
    const auto edits = random_variants(wanted, stretch, places, 100, first);
    REQUIRE(edits.size() == 100);
    for (const Edit& edit : edits) {
      REQUIRE(class_of(edit) == wanted);
      REQUIRE(places.contains(edit.replaced.begin));
      for (std::int64_t i = 0; i < edit.replaced.length(); ++i) {
        REQUIRE(stretch.at(edit.replaced.begin + i) != 'N');
        if (wanted.kind == VariantClass::Kind::substitution)
          REQUIRE(stretch.at(edit.replaced.begin + i) != edit.bases[i]);
      }
    }
    const auto again = random_variants(wanted, stretch, places, 100, second);
    CHECK(std::equal(edits.begin(), edits.end(), again.begin(), [](const Edit& a, const Edit& b) {
      return a.replaced == b.replaced && a.bases == b.bases;
    }));
  }
  Random third(1);
  CHECK(random_variants({}, {std::string(50, 'N'), 0}, {0, 50}, 10, third).empty());
}

TEST_CASE("a percentile counts equal magnitudes half") {
  const std::vector<double> sorted{1, 2, 2, 4};
  CHECK(percentile(sorted, 0) == 0);
  CHECK(percentile(sorted, 2) == 50);
  CHECK(percentile(sorted, 3) == 75);
  CHECK(percentile(sorted, 9) == 100);
  CHECK_FALSE(percentile({}, 1).has_value());
}
