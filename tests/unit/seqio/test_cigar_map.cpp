#include <catch2/catch.hpp>

#include "seqlens/seqio/cigar_map.h"

namespace seqlens::seqio {
namespace {

using Positions = std::vector<std::int64_t>;  // -1: no place

Alignment aligned(std::vector<CigarOperation> cigar, std::uint16_t flag = 0) {
  Alignment alignment;
  alignment.flag = flag;
  alignment.contig = std::string("c");
  alignment.contig_length = 1000;
  alignment.position = 100;
  alignment.cigar = std::move(cigar);
  return alignment;
}

Positions positions(const CigarMap& map, std::int64_t length) {
  Positions found;
  for (std::int64_t i = 0; i < length; ++i) found.push_back(map.reference_position(i).value_or(-1));
  return found;
}

TEST_CASE("offsets are placed through the CIGAR") {
  struct Case {
    std::vector<CigarOperation> cigar;
    std::uint16_t flag;
    std::int64_t length;
    Positions expected;
  };
  const auto [cigar, flag, length, expected] =
      GENERATE(Case{{{'M', 4}}, 0, 4, {100, 101, 102, 103}}, Case{{{'M', 4}}, 16, 4, {103, 102, 101, 100}},
               Case{{{'H', 9}, {'S', 1}, {'M', 2}, {'S', 2}}, 0, 5, {-1, 100, 101, -1, -1}},
               Case{{{'S', 1}, {'M', 2}, {'S', 2}}, 16, 5, {-1, -1, 101, 100, -1}},
               Case{{{'M', 2}, {'I', 2}, {'=', 1}}, 0, 5, {100, 101, -1, -1, 102}},
               Case{{{'M', 2}, {'D', 5}, {'X', 1}, {'N', 10}, {'M', 1}}, 0, 4, {100, 101, 107, 118}},
               Case{{{'M', 1}, {'P', 3}, {'M', 1}}, 0, 2, {100, 101}}, Case{{}, 0, 3, {-1, -1, -1}},
               Case{{{'M', 2}}, 4, 2, {-1, -1}});
  const CigarMap map(aligned(cigar, flag), length);
  CHECK(positions(map, length) == expected);
  CHECK_FALSE(map.reference_position(-1));
  CHECK_FALSE(map.reference_position(length));
}

TEST_CASE("blocks on an interval of the reference") {
  using Blocks = std::vector<AlignedBlock>;
  // Read S S M M M I M M S S; reference 100 101 102, a gap of 5, 108 109.
  const std::vector<CigarOperation> cigar = {{'S', 2}, {'M', 3}, {'I', 1}, {'D', 5}, {'M', 2}, {'S', 2}};
  const CigarMap forward(aligned(cigar), 10);
  CHECK(forward.blocks_on({0, 1000}) == Blocks{{{2, 5}, {100, 103}}, {{6, 8}, {108, 110}}});
  CHECK(forward.blocks_on({102, 109}) == Blocks{{{4, 5}, {102, 103}}, {{6, 7}, {108, 109}}});
  CHECK(forward.blocks_on({103, 108}).empty());
  CHECK(forward.blocks_on({110, 200}).empty());
  CHECK_FALSE(forward.is_reverse());
  const CigarMap reverse(aligned(cigar, 16), 10);
  CHECK(reverse.blocks_on({0, 1000}) == Blocks{{{5, 8}, {100, 103}}, {{2, 4}, {108, 110}}});
  CHECK(reverse.blocks_on({101, 109}) == Blocks{{{5, 7}, {101, 103}}, {{3, 4}, {108, 109}}});
  CHECK(reverse.is_reverse());
  CHECK(CigarMap(aligned(cigar, 4), 10).blocks_on({0, 1000}).empty());
}

TEST_CASE("bases of a read by its CIGAR") {
  CHECK(cigar_read_length(aligned({})) == 0);
  CHECK(cigar_read_length(aligned(
            {{'H', 9}, {'S', 2}, {'M', 3}, {'I', 1}, {'D', 5}, {'N', 7}, {'=', 2}, {'X', 1}, {'P', 4}})) ==
        9);
}

TEST_CASE("intervals of a read become intervals of the reference") {
  struct Case {
    std::uint16_t flag;
    Interval read;
    std::optional<Interval> expected;
  };
  // Read 0..9: S S M M M I M M S S; reference 100 101 102 then a gap of 5, 108 109.
  const std::vector<CigarOperation> cigar = {{'S', 2}, {'M', 3}, {'I', 1}, {'D', 5}, {'M', 2}, {'S', 2}};
  const auto [flag, read, expected] = GENERATE(
      Case{0, {0, 10}, Interval{100, 110}}, Case{0, {3, 4}, Interval{101, 102}},
      Case{0, {4, 7}, Interval{102, 109}}, Case{0, {5, 7}, Interval{108, 109}}, Case{0, {5, 6}, std::nullopt},
      Case{0, {0, 2}, std::nullopt}, Case{0, {8, 10}, std::nullopt}, Case{0, {4, 4}, std::nullopt},
      Case{16, {6, 8}, Interval{100, 102}}, Case{16, {0, 4}, Interval{108, 110}});
  const auto found = CigarMap(aligned(cigar, flag), 10).reference_interval(read);
  CHECK(found.has_value() == expected.has_value());
  if (found && expected) {
    CHECK(found->begin == expected->begin);
    CHECK(found->end == expected->end);
  }
}

TEST_CASE("bases past the end of the contig have no place") {
  Alignment alignment = aligned({{'M', 4}});
  alignment.contig_length = 102;
  CHECK(positions(CigarMap(alignment, 4), 4) == Positions{100, 101, -1, -1});
  alignment.contig_length = 50;
  CHECK(positions(CigarMap(alignment, 4), 4) == Positions{-1, -1, -1, -1});
}

TEST_CASE("strands turn with the read") {
  const CigarMap forward(aligned({{'M', 1}}), 1);
  const CigarMap reverse(aligned({{'M', 1}}, 16), 1);
  CHECK(forward.reference_strand(Strand::reverse) == Strand::reverse);
  CHECK(reverse.reference_strand(Strand::forward) == Strand::reverse);
  CHECK(reverse.reference_strand(Strand::reverse) == Strand::forward);
  CHECK(reverse.reference_strand(Strand::unknown) == Strand::unknown);
}

}  // namespace
}  // namespace seqlens::seqio
