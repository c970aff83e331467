#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

using namespace seqlens;
using namespace seqlens::tokenize;

TEST_CASE("base ids are A C G T N in either case") {
  const BaseTokenizer tokenizer;
  CHECK(tokenizer.encode("ACGTN").ids == std::vector<std::int32_t>{0, 1, 2, 3, 4});
  CHECK(tokenizer.encode("acgtnuURY-*").ids == std::vector<std::int32_t>{0, 1, 2, 3, 4, 3, 3, 4, 4, 4, 4});
  CHECK(tokenizer.encode("").ids.empty());
}

TEST_CASE("base tokens cover one base each") {
  const Tokens tokens = BaseTokenizer().encode("GAT");
  CHECK(tokens.map == TokenMap{{0, 1}, {1, 2}, {2, 3}});
}

TEST_CASE("base vocabulary") {
  const BaseTokenizer tokenizer;
  CHECK(tokenizer.vocabulary_size() == 6);
  CHECK(tokenizer.token(3) == "T");
  CHECK(tokenizer.find("[MASK]") == 5);
  CHECK(tokenizer.mask_id() == 5);
  CHECK(tokenizer.unk_id() == 4);
  CHECK_FALSE(tokenizer.find("R"));
  CHECK_FALSE(tokenizer.pad_id());
  CHECK_THROWS_WITH(tokenizer.token(6), "token id 6 is outside the vocabulary of 6 tokens");
  CHECK_THROWS_WITH(tokenizer.token(-1), "token id -1 is outside the vocabulary of 6 tokens");
}

TEST_CASE("base tokenizer survives its JSON") {
  const auto tokenizer = tokenizer_from_json(BaseTokenizer().to_json());
  CHECK(tokenizer->kind() == "base");
  CHECK(tokenizer->encode("ACGTN").ids == BaseTokenizer().encode("ACGTN").ids);
}
