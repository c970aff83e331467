#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/sha256.h"
#include "seqlens/opened_model/opened_model.h"

#include "support/opened_file.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

using namespace seqlens;
using namespace seqlens::opened_model;

namespace {

/// Of the tiny promoter model's shape, with two labels and weights to fit.
model::ModelFile two_labels() {
  auto config = test::tiny_promoter_config();
  config.classify->labels = {"background", "promoter"};
  auto file = test::seeded_model(config, 5);
  file.metadata["seqlens.tokenizer"] = R"({"kind":"base"})";
  return file;
}

model::ModelFile with_settings(model::ModelFile file) {
  file.metadata["seqlens.promoter"] = scan::to_json(test::tiny_promoter_settings());
  return file;
}

model::ModelFile without_settings(model::ModelFile file) {
  file.metadata.erase("seqlens.promoter");
  return file;
}

}  // namespace

TEST_CASE("one rule says what a model is, to whoever asks") {
  struct Case {
    const char* what;
    model::ModelFile file;
    ModelKind kind;
    bool has_settings;
  };
  const test::TempDir folder;
  for (const Case& one :
       {Case{"promoter model", test::tiny_promoter_file(), ModelKind::promoter, true},
        Case{"one logit, no settings", without_settings(test::tiny_promoter_file()), ModelKind::classifier,
             false},
        Case{"two labels", two_labels(), ModelKind::classifier, false},
        Case{"two labels and settings", with_settings(two_labels()), ModelKind::classifier, true},
        Case{"masked LM", test::tiny_protein_file(), ModelKind::encoder, false}}) {
    INFO(one.what);
    const OpenedModel model = test::opened_file(folder, one.file);
    CHECK(model.kind() == one.kind);
    CHECK((model.settings() != nullptr) == one.has_settings);
    CHECK((model.promoter() != nullptr) == (one.kind == ModelKind::promoter));
    if (one.kind == ModelKind::encoder) {
      CHECK_THROWS_AS(model.scan(), InputError);
    } else {
      CHECK((model.scan().classifier() == nullptr) == (one.kind == ModelKind::promoter));
    }
  }
}

TEST_CASE("scans run the encoder that everything else runs") {
  const test::TempDir folder;
  for (const auto& file : {test::tiny_promoter_file(), two_labels()}) {
    const OpenedModel model = test::opened_file(folder, file);
    CHECK(&model.scan().encoder() == &model.encoder());
  }
  const OpenedModel model = test::opened_file(folder, two_labels());
  CHECK(model.scan().classifier()->tokenizer == model.tokenizer());
}

TEST_CASE("what the user says of a classifier's windows holds for its scans alone") {
  const test::TempDir folder;
  const auto wide =
      test::opened_file(folder, two_labels(), "m.safetensors", {.window_bases = 900, .promoter_class = {}});
  CHECK_NOTHROW(wide.encoder());
  CHECK_THROWS_AS(wide.scan(), UsageError);
  const auto narrow =
      test::opened_file(folder, two_labels(), "m.safetensors", {.window_bases = 200, .promoter_class = "0"});
  CHECK(narrow.scan().settings().window_bases == 200);
  CHECK(narrow.scan().classifier()->promoter_class.promoter == 0);
}

TEST_CASE("a vocabulary that is not the model's is refused, whether longer or shorter") {
  const test::TempDir folder;
  for (const int vocabulary : {5, 7}) {
    auto config = test::tiny_promoter_config();
    config.vocabulary = vocabulary;
    auto file = test::seeded_model(config, 5);
    file.metadata = two_labels().metadata;
    const OpenedModel model = test::opened_file(folder, file);
    CHECK_THROWS_WITH(model.tokenizer(),
                      model.name() + ": its tokenizer has 6 tokens, the model " + std::to_string(vocabulary));
    CHECK_THROWS_AS(model.scan(), InputError);
    CHECK_THROWS_AS(open_to_run(model.name()), InputError);
  }
}

TEST_CASE("why a model is no promoter model") {
  const test::TempDir folder;
  CHECK_THROWS_WITH(test::opened_file(folder, two_labels()).required_promoter(),
                    Catch::EndsWith("is no promoter model: its metadata have no 'seqlens.promoter'"));
  CHECK_THROWS_WITH(test::opened_file(folder, with_settings(two_labels())).required_promoter(),
                    Catch::EndsWith("gives 2 classification logits, a promoter model gives 1"));
  CHECK(test::opened_file(folder, test::tiny_promoter_file()).required_promoter() ==
        test::tiny_promoter_settings());
  auto file = two_labels();
  file.metadata["seqlens.promoter"] = "{}";
  CHECK_THROWS_WITH(test::opened_file(folder, file).settings(),
                    Catch::EndsWith("m.safetensors: model metadata 'seqlens.promoter': 'label' is missing"));
}

TEST_CASE("name, digest and origin of a model") {
  const test::TempDir folder;
  auto file = test::tiny_promoter_file();
  const auto path = (folder.path() / "m.safetensors").string();
  const OpenedModel ours = test::opened_file(folder, file);
  CHECK(ours.name() == path);
  CHECK(ours.digest() == sha256_of_file(path));
  CHECK(ours.provenance().empty());
  CHECK(ours.family().empty());
  file.metadata["seqlens.provenance"] = R"({"program": "model-train", "family": "DNABERT"})";
  const OpenedModel trained = test::opened_file(folder, file);
  CHECK(trained.provenance().size() == 2);
  CHECK(trained.family() == "DNABERT");
}
