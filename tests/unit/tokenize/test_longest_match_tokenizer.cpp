#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

using namespace seqlens;
using namespace seqlens::tokenize;

TEST_CASE("the N rule of Nucleotide Transformer") {
  const auto tokenizer = LongestMatchTokenizer::nucleotide_transformer(6, 2);
  const Tokens tokens = tokenizer.encode("ACGTACNGGGGGGC");
  CHECK(tokens.ids == std::vector<std::int32_t>{3, 728, 4106, 4101, 4104});
  CHECK(tokens.map == TokenMap{{0, 0}, {0, 6}, {6, 7}, {7, 13}, {13, 14}});
  CHECK(tokenizer.kind() == "nonoverlapping-kmer");
  CHECK(tokenizer.vocabulary_size() == 4107);
  CHECK(LongestMatchTokenizer::nucleotide_transformer(6, 1).vocabulary_size() == 4105);
}

TEST_CASE("a run of unknown characters is one token over the run") {
  const auto tokenizer = LongestMatchTokenizer::esm();
  const Tokens tokens = tokenizer.encode("Mjj\xC3\xA9 j<K<mask>");
  CHECK(tokens.ids == std::vector<std::int32_t>{0, 20, 3, 3, 15, 32, 2});
  CHECK(tokens.map == TokenMap{{0, 0}, {0, 1}, {1, 5}, {6, 8}, {8, 9}, {9, 15}, {15, 15}});
}

TEST_CASE("built-in protein tokens") {
  const auto tokenizer = LongestMatchTokenizer::esm();
  CHECK(tokenizer.kind() == "protein");
  CHECK(tokenizer.alphabet() == Alphabet::protein);
  CHECK(tokenizer.vocabulary_size() == 33);
  CHECK(tokenizer.mask_id() == 32);
  CHECK(tokenizer.unk_id() == 3);
  CHECK(tokenizer.pad_id() == 1);
  CHECK(tokenizer.find("<null_1>") == 31);
}

TEST_CASE("impossible longest-match vocabularies are refused") {
  CHECK_THROWS_WITH(LongestMatchTokenizer({"<unk>"}, {}, "v"),
                    "v: the cls token '<cls>' is not in the vocabulary");
  LongestMatchTokenizer::Special none{"<unk>", {}, {}, {}, {}};
  CHECK_THROWS_WITH(LongestMatchTokenizer({"<unk>", "acgt"}, none, "v"),
                    "v: no token of the vocabulary is made of upper-case letters");
  CHECK_THROWS_WITH(LongestMatchTokenizer::nucleotide_transformer(6, 3),
                    "Nucleotide Transformer version is 3, expected 1 or 2");
  CHECK_THROWS_WITH(LongestMatchTokenizer::nucleotide_transformer(0, 1), "k is 0, expected 1 to 8");
}
