// What a classifier was trained on decides about its windows, for whoever opens it.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/scan/model_tokenizer.h"

#include "support/opened_file.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::opened_model;

namespace {

/// A classifier of any length up to 600 bases.
model::ModelFile classifier(const std::vector<std::int64_t>& lengths,
                            const std::string& score_label = "enhancer") {
  auto config = test::tiny_promoter_config();
  config.first_stage.reset();
  config.window_tokens = 0;
  config.max_positions = 150;
  config.classify->labels = {"background", "enhancer"};
  auto file = test::seeded_model(config, 5);
  file.metadata[scan::kTokenizerKey] = R"({"kind":"base"})";
  store_trained_on(file.metadata, {.lengths = scan::lengths_of(lengths), .score_label = score_label});
  return file;
}

}  // namespace

TEST_CASE("a classifier of records of one length scans windows of that length") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, classifier({70, 70, 70}));
  CHECK(model.trained_on()->lengths.agreed() == 70);
  CHECK(model.scan().settings().window_bases == 70);
  CHECK(model.scan().settings().label == "enhancer");
  CHECK(model.scan().classifier()->window_text == "as the records that it was trained on (70 bases)");
  CHECK(model.scan().classifier()->promoter_class.text ==
        "z[1 'enhancer'] - z[0 'background']; as the model says");
  const OpenedModel wanted = test::opened_file(folder, classifier({70}), "w.safetensors",
                                               {.window_bases = 90, .promoter_class = {}});
  CHECK(wanted.scan().settings().window_bases == 90);
}

TEST_CASE("a classifier of records of many lengths is asked for windows, unless whole records are scored") {
  const test::TempDir folder;
  const OpenedModel model = test::opened_file(folder, classifier({70, 300, 120}));
  CHECK_THROWS_WITH(model.scan(),
                    "--window: " + model.name() +
                        " was trained on records of 70 to 300 bases, 1 of 3 records 70; say how long "
                        "windows are");
  const OpenedModel records = test::opened_file(
      folder, classifier({70, 300, 120}), "r.safetensors",
      {.window_bases = {}, .promoter_class = {}, .fallback_class = {}, .whole_records = true});
  CHECK(records.scan().settings().window_bases > 300);
}

TEST_CASE("a classifier that does not say what a score is about must be told") {
  const test::TempDir folder;
  CHECK_THROWS_WITH(test::opened_file(folder, classifier({70}, "")).scan(),
                    "--promoter-class: no label says which class a score is about; give one of 'background', "
                    "'enhancer'");
}

TEST_CASE("a classifier whose values are quantities scores no windows") {
  const test::TempDir folder;
  auto file = classifier({70});
  store_class_outputs(file.metadata, scan::ClassOutputs::values);
  CHECK_THROWS_WITH(test::opened_file(folder, file).scan(),
                    Catch::EndsWith("gives values (a regression); scans and scores of records need classes"));
}
