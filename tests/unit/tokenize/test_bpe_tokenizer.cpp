#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/bpe_tokenizer.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

BpeTokenizer::Settings tiny() {
  BpeTokenizer::Settings settings;
  settings.tokens = {"[UNK]", "[CLS]", "[SEP]", "[MASK]", "A", "C", "AA", "AAC", " "};
  settings.merges = {{4, 4}, {6, 5}};
  settings.added = {0, 1, 2, 3};
  settings.before = {1};
  settings.after = {2};
  return settings;
}

std::vector<std::int32_t> ids_of(const BpeTokenizer::Settings& settings, std::string_view text) {
  return BpeTokenizer(settings, "test").encode(text).ids;
}

}  // namespace

TEST_CASE("the best merge is done first and the leftmost of equals") {
  CHECK(ids_of(tiny(), "AAAC") == std::vector<std::int32_t>{1, 6, 4, 5, 2});
  CHECK(ids_of(tiny(), "CAAC") == std::vector<std::int32_t>{1, 5, 7, 2});
}

TEST_CASE("added tokens and unknown characters cut words") {
  const Tokens tokens = BpeTokenizer(tiny(), "test")
                            .encode(
                                "A[MASK]A\xC3\xA9\xFF"
                                "AA C");
  CHECK(tokens.ids == std::vector<std::int32_t>{1, 4, 3, 4, 0, 0, 6, 5, 2});
  CHECK(tokens.map ==
        TokenMap{{0, 0}, {0, 1}, {1, 7}, {7, 8}, {8, 10}, {10, 11}, {11, 13}, {14, 15}, {15, 15}});
}

TEST_CASE("neighbouring unknown characters are one token where the model says so") {
  auto settings = tiny();
  settings.fuse_unk = true;
  const Tokens tokens = BpeTokenizer(settings, "test").encode("ANNAN N");
  CHECK(tokens.ids == std::vector<std::int32_t>{1, 4, 0, 4, 0, 0, 2});
  CHECK(tokens.map[2] == Interval{1, 3});
}

TEST_CASE("words are as the pre-tokenizer cuts them") {
  auto settings = tiny();
  settings.fuse_unk = true;
  CHECK(ids_of(settings, "A-x A") == std::vector<std::int32_t>{1, 4, 0, 0, 4, 2});  // "A" "-" "x" "A"
  settings.words = BpeTokenizer::Words::white_split;
  CHECK(ids_of(settings, "A-x A") == std::vector<std::int32_t>{1, 4, 0, 4, 2});
  settings.words = BpeTokenizer::Words::whole_text;
  CHECK(ids_of(settings, "A-x A") == std::vector<std::int32_t>{1, 4, 0, 8, 4, 2});
}

TEST_CASE("impossible BPE settings are refused") {
  auto settings = tiny();
  settings.merges = {{4, 9}};
  CHECK_THROWS_WITH(BpeTokenizer(settings, "v"),
                    "v: right part of a merge 9 is outside the vocabulary of 9 tokens");
  settings.merges = {{5, 5}};
  CHECK_THROWS_WITH(BpeTokenizer(settings, "v"), "v: a merge gives 'CC', which is not in the vocabulary");
  settings = tiny();
  settings.after = {-1};
  CHECK_THROWS_WITH(BpeTokenizer(settings, "v"), "v: special token -1 is outside the vocabulary of 9 tokens");
}
