#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/model/model_view.h"

namespace seqlens::scan {

/// What the numbers of a classification head are.
enum class ClassOutputs {
  one_of_many,  ///< logits of labels of which one is true (softmax); of a single label the log odds of it
  each_alone,   ///< log odds of labels that are true each by itself (sigmoid)
  values,       ///< quantities: a regression
};

/// Metadata key of a model file: one_of_many, each_alone or values. A file without it: one_of_many.
inline constexpr const char* kClassOutputsKey = "seqlens.class_outputs";

[[nodiscard]] std::string_view to_string(ClassOutputs outputs);

/// What a model says: our form in its metadata, a published folder with `problem_type` of its config.json.
/// @param file   where the model was loaded from, a file or a folder; empty for bytes in memory.
/// @param place  what error texts call the model.
/// @throws InputError for a word that is none.
[[nodiscard]] ClassOutputs class_outputs(const model::ModelView& model, const std::filesystem::path& file,
                                         const std::string& place);

/// Probability of each label. Computed in double precision.
/// @pre outputs are no values.
[[nodiscard]] std::vector<float> class_probabilities(ClassOutputs outputs, std::span<const float> logits);

}  // namespace seqlens::scan
