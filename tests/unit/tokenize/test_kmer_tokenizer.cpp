#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/kmer_tokenizer.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

std::vector<std::string> tiny_tokens() {
  return {"[UNK]", "[CLS]", "[SEP]", "AC", "CG"};
}

KmerTokenizer::Special no_pad_no_mask() {
  KmerTokenizer::Special special;
  special.pad.reset();
  special.mask.reset();
  return special;
}

}  // namespace

TEST_CASE("k-mers overlap and a k-mer outside the vocabulary is unknown") {
  const KmerTokenizer tokenizer(tiny_tokens(), no_pad_no_mask(), "test");
  const Tokens tokens = tokenizer.encode("ACGT");
  CHECK(tokens.ids == std::vector<std::int32_t>{1, 3, 4, 0, 2});
  CHECK(tokens.map == TokenMap{{0, 0}, {0, 2}, {1, 3}, {2, 4}, {4, 4}});
  CHECK(tokenizer.k() == 2);
  CHECK_FALSE(tokenizer.pad_id());
}

TEST_CASE("k-mers with soft-masked letters N or blanks are unknown") {
  const KmerTokenizer tokenizer(tiny_tokens(), no_pad_no_mask(), "test");
  for (const std::string text : {"Ac", "AN", "A ", "\xC3\xA9"}) CHECK(tokenizer.encode(text).ids[1] == 0);
}

TEST_CASE("built-in k-mers are in the published order") {
  const KmerTokenizer tokenizer = KmerTokenizer::with_all_kmers(6);
  CHECK(tokenizer.vocabulary_size() == 4101);
  CHECK(tokenizer.token(5) == "AAAAAA");
  CHECK(tokenizer.token(6) == "AAAAAT");
  CHECK(tokenizer.token(4100) == "GGGGGG");
  CHECK(tokenizer.encode("ACGTACG").ids == std::vector<std::int32_t>{2, 727, 2896, 3});
  CHECK(tokenizer.mask_id() == 4);
  CHECK(tokenizer.unk_id() == 1);
  CHECK(tokenizer.pad_id() == 0);
  CHECK_THROWS_WITH(KmerTokenizer::with_all_kmers(9), "k is 9, expected 1 to 8");
}

TEST_CASE("510 k-mers and more are split into pieces") {
  const KmerTokenizer tokenizer = KmerTokenizer::with_all_kmers(1);
  const Tokens tokens = tokenizer.encode(std::string(1020, 'C'));
  REQUIRE(tokens.ids.size() == 1020 + 6);
  CHECK(tokens.ids[511] == 3);
  CHECK(tokens.ids[512] == 2);
  CHECK(tokens.map[511] == Interval{510, 510});
  CHECK(std::vector(tokens.ids.end() - 3, tokens.ids.end()) == std::vector<std::int32_t>{3, 2, 3});
}

TEST_CASE("vocabularies that are no k-mers are refused") {
  struct Case {
    std::vector<std::string> tokens;
    std::string error;
  };
  const std::vector<Case> cases{
      {{}, "v: the vocabulary is empty"},
      {{"[UNK]", "[CLS]", "[SEP]"}, "v: the vocabulary holds no k-mer"},
      {{"[UNK]", "[CLS]", "AC"}, "v: the sep token '[SEP]' is not in the vocabulary"},
      {{"[UNK]", "[CLS]", "[SEP]", "AC", "ACG"}, "v: token 'ACG' is no 2-mer of A, C, G, T"},
      {{"[UNK]", "[CLS]", "[SEP]", "AC", "AN"}, "v: token 'AN' is no 2-mer of A, C, G, T"},
      {{"[UNK]", "[CLS]", "[SEP]", "the"}, "v: token 'the' is no k-mer of A, C, G, T with k 1 to 8"},
      {{"[UNK]", "[CLS]", "[SEP]", "AC", "AC"}, "v: token 'AC' is there twice, as 3 and 4"},
      {{"[UNK]", "", "[SEP]"}, "v: token 1 is empty"},
      {{"[UNK]", "\xFF"}, "v: token 1 is not valid UTF-8"},
  };
  for (const Case& one : cases)
    CHECK_THROWS_WITH(KmerTokenizer(one.tokens, no_pad_no_mask(), "v"), one.error);
}
