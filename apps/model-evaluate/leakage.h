#pragma once

#include <span>
#include <string>
#include <vector>

#include "model-evaluate/labelled_records.h"

namespace model_evaluate {

/// For each record: does it share a 40-mer, on either strand, with any sequence of the training files?
/// Keeps the 40-mers of the records; the training files are passed through record by record.
[[nodiscard]] std::vector<bool> shared_with_training(std::span<const LabelledRecord> records,
                                                     const std::vector<std::string>& training_files);

}  // namespace model_evaluate
