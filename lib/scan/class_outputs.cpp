#include "seqlens/scan/class_outputs.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/model/model_file.h"

#include "logistic.h"

namespace seqlens::scan {
namespace {

namespace fs = std::filesystem;

ClassOutputs stored_outputs(const std::string& word, const std::string& place) {
  for (const auto outputs : {ClassOutputs::one_of_many, ClassOutputs::each_alone, ClassOutputs::values})
    if (word == to_string(outputs)) return outputs;
  throw InputError(
      place, fmt::format("'{}' is '{}', expected one_of_many, each_alone or values", kClassOutputsKey, word));
}

/// The words of the transformers library; without one it trains single labels.
ClassOutputs published_outputs(const fs::path& config_json) {
  std::ifstream stream(config_json, std::ios::binary);
  const auto config = nlohmann::json::parse(stream, nullptr, false);
  if (!config.is_object() || !config.contains("problem_type") || config["problem_type"].is_null())
    return ClassOutputs::one_of_many;
  const auto& word = config["problem_type"];
  if (word == "single_label_classification") return ClassOutputs::one_of_many;
  if (word == "multi_label_classification") return ClassOutputs::each_alone;
  if (word == "regression") return ClassOutputs::values;
  throw InputError(
      config_json.string(),
      fmt::format("problem_type is {}; single_label_classification, multi_label_classification and "
                  "regression are known",
                  word.dump()));
}

}  // namespace

std::string_view to_string(ClassOutputs outputs) {
  if (outputs == ClassOutputs::each_alone) return "each_alone";
  return outputs == ClassOutputs::values ? "values" : "one_of_many";
}

ClassOutputs class_outputs(const model::ModelView& model, const fs::path& file, const std::string& place) {
  const auto stored = model.metadata.find(kClassOutputsKey);
  if (stored != model.metadata.end()) return stored_outputs(stored->second, place);
  if (model.metadata.contains(model::kFormatKey) || file.empty()) return ClassOutputs::one_of_many;
  const fs::path config = (fs::is_directory(file) ? file : file.parent_path()) / "config.json";
  return fs::exists(config) ? published_outputs(config) : ClassOutputs::one_of_many;
}

std::vector<float> class_probabilities(ClassOutputs outputs, std::span<const float> logits) {
  std::vector<float> probabilities;
  if (outputs == ClassOutputs::each_alone || logits.size() == 1) {
    for (const float logit : logits) probabilities.push_back(static_cast<float>(logistic(logit)));
    return probabilities;
  }
  const double largest = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - largest);
  for (const float logit : logits)
    probabilities.push_back(static_cast<float>(std::exp(logit - largest) / sum));
  return probabilities;
}

}  // namespace seqlens::scan
