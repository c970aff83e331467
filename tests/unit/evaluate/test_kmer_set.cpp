#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/evaluate/kmer_set.h"

#include "support/random_bases.h"

using seqlens::evaluate::KmerSet;

namespace {

KmerSet set_of(const std::string& bases) {
  KmerSet set;
  set.add(bases);
  set.finish();
  return set;
}

}  // namespace

TEST_CASE("sequences that share 40 bases are found on both strands and 39 are not enough") {
  const std::string excluded = seqlens::test::random_bases(500, 1);
  const KmerSet set = set_of(excluded);
  CHECK(set.size() == 461);
  const std::string before = seqlens::test::random_bases(100, 2);
  const std::string after = seqlens::test::random_bases(100, 3);
  for (const std::size_t at : {0U, 123U, 460U}) {
    const std::string shared = before + excluded.substr(at, 40) + after;
    CHECK(set.shares(shared));
    CHECK(set.shares(seqlens::reverse_complement(shared)));
  }
  // the neighbours must differ, or 39 shared bases become 40 by chance
  const std::string almost = excluded.substr(200, 39);
  const std::string left(1, excluded[199] == 'A' ? 'C' : 'A');
  const std::string right(1, excluded[239] == 'A' ? 'C' : 'A');
  CHECK_FALSE(set.shares(before + left + almost + right + after));
}

TEST_CASE("40-mers with unknown bases do not count and lower case is upper case") {
  std::string bases = seqlens::test::random_bases(60, 4);
  const KmerSet set = set_of(bases);
  std::string lower = bases;
  for (char& base : lower) base = static_cast<char>(base - 'A' + 'a');
  CHECK(set.shares(lower));
  bases[30] = 'N';
  CHECK_FALSE(set.shares(bases));
}

TEST_CASE("the intersection holds what both have") {
  const std::string small = seqlens::test::random_bases(100, 5);
  const KmerSet set = set_of(small);
  KmerSet common;
  const std::string before(1, small[19] == 'A' ? 'C' : 'A');  // or 45 shared bases become more by chance
  const std::string after(1, small[65] == 'A' ? 'C' : 'A');
  set.intersect(seqlens::test::random_bases(300, 6) + before + small.substr(20, 45) + after +
                    seqlens::test::random_bases(300, 7),
                common);
  common.finish();
  CHECK(common.size() == 6);
  CHECK(common.shares(small));
  CHECK_FALSE(common.shares(small.substr(0, 59)));
}

TEST_CASE("shared stretches are where the 40-mers lie") {
  const std::string excluded = seqlens::test::random_bases(200, 9);
  const std::string text = seqlens::test::random_bases(70, 10) + excluded.substr(10, 50) +
                           seqlens::test::random_bases(60, 11) + excluded.substr(100, 40);
  const auto stretches = set_of(excluded).shared_stretches(text);
  REQUIRE(stretches.size() == 2);
  CHECK(stretches[0].begin <= 70);  // neighbours may be alike by chance
  CHECK(stretches[0].begin > 66);
  CHECK(stretches[0].end >= 120);
  CHECK(stretches[0].end < 124);
  CHECK(stretches[1].end == 220);
}

TEST_CASE("an empty set shares nothing") {
  KmerSet set;
  set.finish();
  CHECK_FALSE(set.shares(seqlens::test::random_bases(100, 8)));
}
