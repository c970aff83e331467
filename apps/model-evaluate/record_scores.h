#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model-evaluate/tested_records.h"

namespace model_evaluate {

/// What a method says of the records, in their order.
struct RecordScores {
  std::string method;
  std::vector<double> scores;
  std::vector<double> probabilities;  // empty: the method gives none
  std::optional<double> threshold;    // from which a record is called positive
};

/// Reads --scores. Rows go to records by name where the file has a column 'name' and the names are not
/// just in the records' order (then each must occur once); without names, by order.
/// @throws InputError for a record without score, a name that occurs twice, a score that is no number.
[[nodiscard]] RecordScores read_scores(const std::string& file, std::span<const TestedRecord> records);

}  // namespace model_evaluate
