#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "support/temp_dir.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::opened_model;

TEST_CASE("texts are put in under their keys, in place of older ones") {
  StoredTexts texts{{"seqlens.promoter", "old"}, {"other", "kept"}};
  store_tokenizer(texts, tokenize::BaseTokenizer());
  store_settings(texts, test::tiny_promoter_settings());
  store_provenance(texts, R"({"family": "BERT", "step": 7})");
  CHECK(texts.size() == 4);
  CHECK(texts.at("seqlens.tokenizer") == tokenize::BaseTokenizer().to_json());
  CHECK(texts.at("seqlens.promoter") == scan::to_json(test::tiny_promoter_settings()));
  const auto members = stored_provenance(texts, "m");
  REQUIRE(members.size() == 2);
  CHECK(members[0].first == "family");
  CHECK(report::cell_text(members[1].second) == "7");
  store_trained_on(texts, {.lengths = scan::lengths_of(std::vector<std::int64_t>{70}), .score_label = "x"});
  CHECK(scan::trained_on_from_json(texts.at("seqlens.trained_on")).score_label == "x");
  remove_use(texts);
  CHECK(texts.size() == 3);
  CHECK(texts.at("other") == "kept");
}

TEST_CASE("provenance that is none is told with its file") {
  CHECK(stored_provenance({}, "m").empty());
  CHECK_THROWS_WITH(stored_provenance({{"seqlens.provenance", "[]"}}, "m.safetensors"),
                    "m.safetensors: seqlens.provenance: not a JSON object");
}

TEST_CASE("the tokenizer of a model file") {
  const test::TempDir folder;
  const auto path = folder.path() / "m.safetensors";
  auto file = test::tiny_promoter_file();
  save_model_file(path, file.config, file.parameters, file.metadata);
  CHECK(tokenizer_of_file(path)->kind() == "base");
  file.metadata.erase("seqlens.tokenizer");
  save_model_file(path, file.config, file.parameters, file.metadata);
  CHECK_THROWS_WITH(tokenizer_of_file(path), path.string() +
                                                 ": holds no 'seqlens.tokenizer'; if it is from a "
                                                 "Hugging Face folder, give the folder");
}
