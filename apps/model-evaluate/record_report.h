#pragma once

#include <vector>

#include "seqlens/report/table.h"

#include "model-evaluate/baseline_scores.h"
#include "model-evaluate/labelled_records.h"
#include "model-evaluate/options.h"
#include "model-evaluate/record_scores.h"

namespace model_evaluate {

/// The metrics of every method on every negative set, one row a metric: negative set, method, positive and
/// negative records, groups, metric, value, low, high.
/// @param given     scores of --model or --scores, of all records, or nothing.
/// @param training  sets of the baselines, or null.
/// @param leaked    one a record, or empty: no audit.
[[nodiscard]] seqlens::report::Table record_metrics(const LabelledRecords& labelled,
                                                    const RecordScores* given, const Baselines* training,
                                                    const std::vector<bool>& leaked, const Options& options);

}  // namespace model_evaluate
