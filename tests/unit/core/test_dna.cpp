#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"

using namespace seqlens;

TEST_CASE("letters become canonical bases") {
  const std::string letters = "ACGTacgtUuNnRYKMSWBDHVryxX-*. 1";
  std::string canonical;
  for (const char letter : letters) canonical += canonical_base(letter);
  CHECK(canonical == "ACGTACGTTTNNNNNNNNNNNNNNNNNNNNN");
}

TEST_CASE("reverse complement keeps case and IUPAC codes") {
  CHECK(reverse_complement("").empty());
  CHECK(reverse_complement("AACGTTN") == "NAACGTT");
  CHECK(reverse_complement("acgRYKM") == "KMRYcgt");
  CHECK(reverse_complement("A-U") == "ANT");
}

TEST_CASE("reverse complement twice is the identity on IUPAC letters") {
  const std::string letters = "ACGTRYSWKMBDHVNacgtryswkmbdhvn";
  CHECK(reverse_complement(reverse_complement(letters)) == letters);
}
