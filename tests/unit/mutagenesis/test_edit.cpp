#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/mutagenesis/edit.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;

namespace {

const std::string kRecord = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";  // letters that say where they come from
const Interval kWindow{5, 15};                             // FGHIJKLMNO

std::string edited(const Edit& edit, std::int64_t anchor = 10) {
  return edited_window({kRecord, 0}, kWindow, anchor, edit);
}

}  // namespace

TEST_CASE("a stretch knows its bases and N elsewhere") {
  const Stretch stretch{"ACGT", 100};
  CHECK(stretch.letters({98, 106}) == "NNACGTNN");
  CHECK(stretch.letters({101, 103}) == "CG");
  CHECK(stretch.letters({200, 203}) == "NNN");
  CHECK(stretch.letters({103, 101}).empty());
  CHECK(stretch.at(99) == 'N');
  CHECK(stretch.at(103) == 'T');
}

TEST_CASE("edits before the anchor move the left side and edits behind it the right side") {
  CHECK(edited({{7, 8}, "x"}) == "FGxIJKLMNO");
  CHECK(edited({{7, 9}, ""}) == "DEFGJKLMNO");
  CHECK(edited({{12, 14}, ""}) == "FGHIJKLOPQ");
  CHECK(edited({{7, 7}, "xy"}) == "xyHIJKLMNO");
  CHECK(edited({{8, 8}, "xyz"}) == "xyzIJKLMNO");
  CHECK(edited({{9, 9}, "x"}) == "GHIxJKLMNO");
  CHECK(edited({{12, 12}, "xy"}) == "FGHIJKLxyM");
  CHECK(edited({{10, 10}, "x"}) == "GHIJxKLMNO");  // before the anchor, which keeps its place
  CHECK(edited({{11, 11}, "x"}) == "FGHIJKxLMN");
}

TEST_CASE("a deletion across the anchor takes from both sides") {
  CHECK(edited({{9, 12}, ""}) == "EFGHIMNOPQ");   // one base before the anchor, two from it on
  CHECK(edited({{10, 12}, ""}) == "FGHIJMNOPQ");  // begins at it
  CHECK(edited({{8, 11}, ""}) == "DEFGHLMNOP");
}

TEST_CASE("edits at the ends and outside") {
  CHECK(edited({{2, 4}, ""}) == "FGHIJKLMNO");
  CHECK(edited({{20, 22}, "xyz"}) == "FGHIJKLMNO");
  CHECK(edited({{4, 6}, ""}) == "DGHIJKLMNO");
  CHECK(edited({{6, 6}, "abcdefghijkl"}) == "lGHIJKLMNO");
  CHECK(edited({{12, 12}, "abcdefghijkl"}) == "FGHIJKLabc");
  CHECK(edited_window({"ACGTACGTAC", 0}, {0, 10}, 5, {{1, 3}, ""}) == "NNATACGTAC");
  CHECK(edited_window({"ACGTACGTAC", 0}, {-2, 8}, 3, {{6, 7}, ""}) == "NNACGTACTA");
}

TEST_CASE("an edit and its mirror give strands of one molecule") {
  const std::uint64_t seed = 7;
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < 500; ++round) {
    std::string record(60, 'A');
    for (char& base : record) base = "ACGT"[random.below(4)];
    const auto begin = static_cast<std::int64_t>(random.below(58));
    Edit edit{{begin, begin + static_cast<std::int64_t>(random.below(3))}, {}};
    for (auto left = random.below(4); left > 0; --left) edit.bases += "ACGT"[random.below(4)];
    const std::string after =
        record.substr(0, edit.replaced.begin) + edit.bases + record.substr(edit.replaced.end);
    std::string other = reverse_complement(record);
    const Edit mirror = mirrored(edit, 60);
    other.replace(mirror.replaced.begin, mirror.replaced.length(), mirror.bases);
    REQUIRE(reverse_complement(after) == other);
    REQUIRE(mirrored(mirror, 60).bases == edit.bases);
  }
}
