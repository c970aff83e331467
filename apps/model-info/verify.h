#pragma once

#include <filesystem>
#include <string>

#include "seqlens/report/table.h"

#include "model-info/origin.h"
#include "model-info/subject.h"

namespace model_info {

/// What comparing with reference outputs gave.
struct Verification {
  /// Columns output, largest_difference, values, case (of the largest), verdict: "ok", "differs", "not
  /// compared". One row an output, over all cases.
  seqlens::report::Table table;
  std::string prefix;         ///< of the outputs that were compared: "f16.", or none
  std::size_t differing = 0;  ///< rows that do not pass
};

/// Runs the model on every case of the file, in the layout of model::ReferenceCase. Where the file holds
/// outputs of weights rounded to the type that this model's were published in, those are compared.
///
/// An output that the file holds and the model cannot give fails, unless it is of a kind that models do well
/// without ("pooler_output" of one that has no pooler): that is listed as not compared.
/// @throws InputError when the file is no such file, or has other shapes than the model.
[[nodiscard]] Verification verify(const seqlens::opened_model::OpenedModel& subject, const Origin& origin,
                                  const std::filesystem::path& reference, double tolerance);

}  // namespace model_info
