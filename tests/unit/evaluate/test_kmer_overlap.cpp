#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/evaluate/kmer_overlap.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

std::string random_bases(Random& random, std::size_t length) {
  std::string bases;
  for (std::size_t i = 0; i < length; ++i) bases += "ACGT"[random.below(4)];
  return bases;
}

}  // namespace

TEST_CASE("a shared 40-mer is found on either strand") {
  Random random(3);
  const auto source = random_bases(random, 200);
  KmerSet set(40);
  set.add(source);
  CHECK(set.size() == 161);
  const auto piece = source.substr(77, 40);
  CHECK(set.shares_any(random_bases(random, 50) + piece));
  CHECK(set.shares_any(reverse_complement(piece) + random_bases(random, 50)));
  CHECK(set.shared_positions(source) == 161);
  CHECK(set.shared_positions(reverse_complement(source)) == 161);
  CHECK_FALSE(set.shares_any(source.substr(77, 39)));
  CHECK_FALSE(set.shares_any(random_bases(random, 5000)));
}

TEST_CASE("one changed base spoils the k-mers over it") {
  Random random(4);
  const auto source = random_bases(random, 100);
  KmerSet set(40);
  set.add(source);
  auto changed = source;
  changed[50] = changed[50] == 'A' ? 'C' : 'A';
  CHECK(set.shared_positions(changed) == 61 - 40);
  changed[50] = 'N';
  CHECK(set.shared_positions(changed) == 61 - 40);
}

TEST_CASE("only shared k-mers are taken from a long sequence") {
  Random random(6);
  const auto test = random_bases(random, 300);
  KmerSet filter(40);
  filter.add(test);
  KmerSet shared(40);
  shared.add_shared(random_bases(random, 5000) + "N" + reverse_complement(test.substr(100, 50)), filter);
  CHECK(shared.size() == 11);
  CHECK(shared.shares_any(test));
  CHECK_FALSE(shared.shares_any(test.substr(0, 100)));
}

TEST_CASE("lower case counts and repeats count once") {
  KmerSet set(4);
  set.add("acgtacgtacgt");
  CHECK(set.size() == 3);  // ACGT, CGTA = TACG reversed, GTAC
  CHECK(set.shares_any("ACGT"));
}

TEST_CASE("the table grows and forgets nothing") {
  Random random(5);
  const auto source = random_bases(random, 20000);
  KmerSet set(64);
  set.add(source);
  CHECK(set.shared_positions(source) == source.size() - 63);
}

TEST_CASE("k-mer sets take 1 to 64 bases") {
  CHECK_THROWS_WITH(KmerSet(65), "k-mer length 65: expected 1 to 64");
  CHECK_THROWS_AS(KmerSet(0), Error);
}
