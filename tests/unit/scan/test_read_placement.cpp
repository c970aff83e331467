#include <catch2/catch.hpp>

#include "seqlens/scan/read_placement.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

seqio::Alignment alignment(std::vector<seqio::CigarOperation> cigar, std::uint16_t flag = 0) {
  seqio::Alignment result;
  result.flag = flag;
  result.contig = "chr1";
  result.contig_length = 100000;
  result.position = 1000;
  result.cigar = std::move(cigar);
  return result;
}

constexpr std::uint16_t kReverse = 0x10;
constexpr std::uint16_t kUnmapped = 0x4;

/// Bases 100-199 of the read, TSS at 183.
const Call kCall{{100, 200}, Strand::forward, 183, 2.5F};

}  // namespace

TEST_CASE("a call on a read without gaps moves by the position") {
  CHECK(place_on_reference(kCall, alignment({{'M', 400}})) ==
        Call{{1100, 1200}, Strand::forward, 1183, 2.5F});
}

TEST_CASE("soft clips and deletions shift a call") {
  const auto placed = place_on_reference(kCall, alignment({{'S', 50}, {'M', 100}, {'D', 7}, {'M', 250}}));
  CHECK(placed == Call{{1050, 1157}, Strand::forward, 1140, 2.5F});
}

TEST_CASE("a call on a reverse read changes its strand and runs from the other end") {
  CHECK(place_on_reference(kCall, alignment({{'M', 400}}, kReverse)) ==
        Call{{1200, 1300}, Strand::reverse, 1000 + 399 - 183, 2.5F});
}

TEST_CASE("a TSS in an insertion takes the nearest aligned base and the earlier of two") {
  // Bases 180-186 are inserted: 183 is 4 away from 179 (reference 1179) and from 187 (1180).
  CHECK(place_on_reference(kCall, alignment({{'M', 180}, {'I', 7}, {'M', 213}}))->tss == 1179);
  // Bases 182-186 are inserted: 181 is 2 away, 187 is 4 away.
  CHECK(place_on_reference(kCall, alignment({{'M', 182}, {'I', 5}, {'M', 213}}))->tss == 1181);
}

TEST_CASE("a window that is clipped in part keeps what is aligned") {
  CHECK(place_on_reference(kCall, alignment({{'M', 190}, {'S', 210}})) ==
        Call{{1100, 1190}, Strand::forward, 1183, 2.5F});
  CHECK(place_on_reference(kCall, alignment({{'S', 150}, {'M', 250}})) ==
        Call{{1000, 1050}, Strand::forward, 1033, 2.5F});
}

TEST_CASE("a call whose TSS is clipped has no place") {
  CHECK_FALSE(place_on_reference(kCall, alignment({{'M', 183}, {'S', 217}})));
  CHECK_FALSE(place_on_reference(kCall, alignment({{'S', 184}, {'M', 216}})));
  CHECK(place_on_reference(kCall, alignment({{'S', 183}, {'M', 217}})));
}

TEST_CASE("a call without an aligned base has no place") {
  CHECK_FALSE(place_on_reference(kCall, alignment({{'M', 100}, {'S', 300}})));
  CHECK_FALSE(place_on_reference(kCall, alignment({{'M', 400}}, kUnmapped)));
}
