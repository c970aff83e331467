#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/hugging_face_json.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

/// A tokenizer.json with one part replaced.
struct Parts {
  std::string added = R"([{"id":0,"content":"[UNK]"},{"id":1,"content":"[CLS]"}])";
  std::string normalizer = "null";
  std::string pre_tokenizer = R"({"type":"Whitespace"})";
  std::string post_processor =
      R"({"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},)"
      R"({"Sequence":{"id":"A","type_id":0}}],"special_tokens":{"[CLS]":{"ids":[1]}}})";
  std::string model_more;
  std::string vocab = R"({"[UNK]":0,"[CLS]":1,"A":2,"C":3,"AC":4})";
  std::string merges = R"(["A C"])";

  [[nodiscard]] std::string text() const {
    return R"({"added_tokens":)" + added + R"(,"normalizer":)" + normalizer + R"(,"pre_tokenizer":)" +
           pre_tokenizer + R"(,"post_processor":)" + post_processor +
           R"(,"model":{"type":"BPE","unk_token":"[UNK]",)" + model_more + R"("vocab":)" + vocab +
           R"(,"merges":)" + merges + "}}";
  }
};

Parts with(std::string Parts::*part, std::string text) {
  Parts parts;
  parts.*part = std::move(text);
  return parts;
}

std::vector<std::int32_t> ids_of(const Parts& parts, std::string_view text) {
  return tokenizer_from_hugging_face_json(parts.text(), "t.json")->encode(text).ids;
}

}  // namespace

TEST_CASE("tokenizer.json of type BPE") {
  CHECK(ids_of({}, "ACA[CLS]x") == std::vector<std::int32_t>{1, 4, 2, 1, 0});
  CHECK(ids_of(with(&Parts::merges, R"([["A","C"]])"), "AC") == std::vector<std::int32_t>{1, 4});
  CHECK(ids_of(with(&Parts::post_processor, "null"), "AC") == std::vector<std::int32_t>{4});
  CHECK(
      ids_of(with(&Parts::post_processor, R"({"type":"BertProcessing","cls":["[CLS]",1],"sep":["[UNK]",0]})"),
             "AC") == std::vector<std::int32_t>{1, 4, 0});
}

TEST_CASE("what a tokenizer.json asks for and is not supported is named") {
  struct Case {
    Parts parts;
    std::string error;
  };
  const std::vector<Case> cases{
      {with(&Parts::normalizer, R"({"type":"Lowercase"})"),
       "normalizer 'Lowercase' is not supported; supported is none"},
      {with(&Parts::pre_tokenizer, R"({"type":"ByteLevel"})"),
       "pre_tokenizer 'ByteLevel' is not supported; supported are none, Whitespace and WhitespaceSplit"},
      {with(&Parts::post_processor, R"({"type":"RobertaProcessing"})"),
       "post_processor 'RobertaProcessing' is not supported; supported are none, TemplateProcessing and "
       "BertProcessing"},
      {with(&Parts::model_more, R"("byte_fallback":true,)"),
       "'model.byte_fallback' is true, expected false (not supported)"},
      {with(&Parts::model_more, R"("dropout":0.1,)"),
       "'model.dropout' is set, expected null (not supported: the tokens would be random)"},
      {with(&Parts::model_more, R"("continuing_subword_prefix":"##",)"),
       "'model.continuing_subword_prefix' is '##', expected null (not supported)"},
      {with(&Parts::added, R"([{"id":2,"content":"A","single_word":true}])"),
       "'added_tokens[0].single_word' is true, expected false (not supported)"},
  };
  for (const Case& one : cases)
    CHECK_THROWS_WITH(tokenizer_from_hugging_face_json(one.parts.text(), "t.json"), "t.json: " + one.error);
  CHECK_THROWS_WITH(tokenizer_from_hugging_face_json(R"({"model":{"type":"WordPiece"}})", "t.json"),
                    "t.json: model type 'WordPiece' is not supported; supported is BPE");
}

TEST_CASE("malformed tokenizer.json files are refused by field") {
  struct Case {
    Parts parts;
    std::string error;
  };
  const std::vector<Case> cases{
      {with(&Parts::vocab, R"({"[UNK]":0,"[CLS]":1,"A":2,"C":3,"AC":5})"),
       "token 'AC' has id 5, but there are 5 tokens: ids must be 0 to 4"},
      {with(&Parts::vocab, R"({"[UNK]":0,"[CLS]":1,"A":2,"C":2,"AC":3})"),
       "tokens 'A' and 'C' both have id 2"},
      {with(&Parts::vocab, R"({"[UNK]":0,"[CLS]":1,"A":-2})"),
       "'model.vocab.A' is number, expected a token id of 0 or more"},
      {with(&Parts::vocab, "[]"), "'model.vocab' is array, expected an object"},
      {with(&Parts::merges, R"(["A G"])"), "part of merges[0] 'G' is not in the vocabulary"},
      {with(&Parts::merges, R"(["A C","C A"])"), "a merge gives 'CA', which is not in the vocabulary"},
      {with(&Parts::merges, R"(["A C","A  C"])"), "'model.merges[1]' is 'A  C', expected two tokens"},
      {with(&Parts::merges, R"([3])"), "'model.merges[0]' is number, expected two tokens"},
      {with(&Parts::added, R"([{"id":3,"content":"A"}])"),
       "added token 'A' has id 3, in the vocabulary it has 2"},
      {with(&Parts::added, R"([4])"), "'added_tokens[0]' is number, expected an object"},
      {with(&Parts::post_processor, R"({"type":"TemplateProcessing","single":[]})"),
       "'post_processor.single' is a template without the sequence, expected one sequence"},
      {with(&Parts::post_processor, R"({"type":"BertProcessing","cls":["[CLS]"],"sep":["[UNK]",0]})"),
       "'post_processor.cls' is something else, expected a token and its id"},
  };
  for (const Case& one : cases) {
    INFO(one.parts.text());
    CHECK_THROWS_WITH(tokenizer_from_hugging_face_json(one.parts.text(), "t.json"), "t.json: " + one.error);
  }
}
