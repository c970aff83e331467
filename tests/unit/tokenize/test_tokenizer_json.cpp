#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/tokenizer_json.h"

using namespace seqlens;
using namespace seqlens::tokenize;

TEST_CASE("malformed tokenizer descriptions are refused by field") {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::vector<Case> cases{
      {"", "m: no valid JSON at byte 1"},
      {"{", "m: no valid JSON at byte 2"},
      {"[]", "m: found array, expected a JSON object"},
      {R"({})", "m: 'kind' is missing, expected a string"},
      {R"({"kind":7})", "m: 'kind' is number, expected a string"},
      {R"({"kind":"word"})", "m: 'kind' is 'word', expected base, kmer, nonoverlapping-kmer, protein or bpe"},
      {R"({"kind":"kmer"})", "m: 'unk' is missing, expected a string"},
      {R"({"kind":"kmer","unk":"U","cls":"C","sep":"S"})", "m: 'tokens' is missing, expected an array"},
      {R"({"kind":"kmer","unk":"U","cls":"C","sep":"S","tokens":["U",1]})",
       "m: 'tokens[1]' is number, expected a string"},
      {R"({"kind":"kmer","unk":"U","cls":"C","sep":"S","tokens":["U","C"]})",
       "m: the sep token 'S' is not in the vocabulary"},
      {R"({"kind":"protein","unk":"U","tokens":["U","A"]})",
       "m: 'kind' is protein, expected nonoverlapping-kmer"},
      {R"({"kind":"bpe","tokens":["U"],"merges":[[0]]})", "m: 'merges[0]' is array, expected two token ids"},
      {R"({"kind":"bpe","tokens":["U"],"merges":[],"added":[],"before":[],"after":[],"unk":3000000000})",
       "m: 'unk' is 3000000000, expected a 32-bit integer"},
      {R"({"kind":"bpe","tokens":["U"],"merges":[],"added":[],"before":[],"after":[],"unk":0,"words":"x"})",
       "m: 'words' is 'x', expected whole_text, whitespace or white_split"},
      {R"({"kind":"bpe","tokens":["U"],"merges":[],"added":[5],"before":[],"after":[],"unk":0,)"
       R"("words":"whitespace"})",
       "m: added token 5 is outside the vocabulary of 1 tokens"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK_THROWS_WITH(tokenizer_from_json(one.text, "m"), one.error);
  }
}

TEST_CASE("deeply nested JSON does no harm") {
  const std::string deep = R"({"kind":)" + std::string(200000, '[') + std::string(200000, ']') + "}";
  CHECK_THROWS_WITH(tokenizer_from_json(deep, "m"), "m: is nested more than 64 deep");
}
