#include <catch2/catch.hpp>

#include "seqlens/motif/repeats.h"

#include "word_matrix.h"

using namespace seqlens;
using motif::repeat_name;
using test::word_matrix;

TEST_CASE("simple repeats have names, the same on either strand and from any base on") {
  CHECK(repeat_name(word_matrix("AAAAAAAA")) == "poly-A");
  CHECK(repeat_name(word_matrix("TTTTTTT")) == "poly-A");
  CHECK(repeat_name(word_matrix("CACACACA")) == "(AC)n");
  CHECK(repeat_name(word_matrix("TGTGTGTG")) == "(AC)n");
  CHECK(repeat_name(word_matrix("GCCGCCGCCG")) == "(CCG)n");
  CHECK(repeat_name(word_matrix("CGGCGGCGG", 0.7)) == "(CCG)n");
}

TEST_CASE("binding sites are no repeats") {
  for (const char* word :
       {"TATAAAA", "GGGGCGGGG", "TGACGTCA", "GCGCATGCGC", "TCTCGCGAGA", "CCAATCAG", "AAGATGGCGGC"})
    CHECK(repeat_name(word_matrix(word)).empty());
}
