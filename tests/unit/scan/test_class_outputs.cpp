#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/class_outputs.h"

#include "support/temp_dir.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

ClassOutputs outputs_of_folder(const std::string& config_json) {
  const test::TempDir folder;
  folder.write("config.json", config_json);
  model::ModelFile file = test::tiny_promoter_file();
  file.metadata.clear();  // as a published model has none
  return class_outputs(file, folder.path(), "m");
}

}  // namespace

TEST_CASE("what the numbers of a head are, as published folders say") {
  CHECK(outputs_of_folder("{}") == ClassOutputs::one_of_many);
  CHECK(outputs_of_folder(R"({"problem_type": null})") == ClassOutputs::one_of_many);
  CHECK(outputs_of_folder(R"({"problem_type": "single_label_classification"})") == ClassOutputs::one_of_many);
  CHECK(outputs_of_folder(R"({"problem_type": "multi_label_classification"})") == ClassOutputs::each_alone);
  CHECK(outputs_of_folder(R"({"problem_type": "regression"})") == ClassOutputs::values);
  CHECK_THROWS_WITH(outputs_of_folder(R"({"problem_type": "ranking"})"),
                    Catch::EndsWith("config.json: problem_type is \"ranking\"; single_label_classification, "
                                    "multi_label_classification and regression are known"));
}

TEST_CASE("what the numbers of a head are, as our files say") {
  model::ModelFile file = test::tiny_promoter_file();
  CHECK(class_outputs(file, {}, "m") == ClassOutputs::one_of_many);
  file.metadata[kClassOutputsKey] = "values";
  CHECK(class_outputs(file, {}, "m") == ClassOutputs::values);
  file.metadata[kClassOutputsKey] = "x";
  CHECK_THROWS_WITH(class_outputs(file, {}, "m"),
                    "m: 'seqlens.class_outputs' is 'x', expected one_of_many, each_alone or values");
}

TEST_CASE("probabilities of labels") {
  const std::vector<float> logits{0, std::log(2.0F), std::log(5.0F)};
  const auto softmax = class_probabilities(ClassOutputs::one_of_many, logits);
  CHECK(softmax[0] == Approx(0.125));
  CHECK(softmax[1] == Approx(0.25));
  CHECK(softmax[2] == Approx(0.625));
  const auto each = class_probabilities(ClassOutputs::each_alone, logits);
  CHECK(each[0] == Approx(0.5));
  CHECK(each[1] == Approx(2.0 / 3));
  CHECK(class_probabilities(ClassOutputs::one_of_many, std::vector<float>{0}) == std::vector<float>{0.5F});
  CHECK(class_probabilities(ClassOutputs::one_of_many, std::vector<float>{1e4F, -1e4F}) ==
        std::vector<float>{1, 0});
}
