#pragma once

#include <vector>

#include "seqlens/report/table.h"

#include "model-evaluate/baseline_scores.h"
#include "model-evaluate/options.h"
#include "model-evaluate/record_scores.h"
#include "model-evaluate/tested_records.h"

namespace model_evaluate {

/// Tables of labelled records: one row a metric, and one row a threshold.
struct RecordTables {
  seqlens::report::Table
      metrics;  ///< negative set, method, numbers of records and groups, metric, value, low, high
  seqlens::report::Table curve;  ///< ROC and precision-recall: negative set, method, score, counts, shares
};

/// Measures every method on every negative set.
/// @param given     scores of --model or --scores, of all records, or null.
/// @param training  sets of the baselines, or null.
/// @param leaked    one a record, or empty: no audit.
[[nodiscard]] RecordTables record_tables(const TestedRecords& labelled, const RecordScores* given,
                                         const Baselines* training, const std::vector<bool>& leaked,
                                         const Options& options);

}  // namespace model_evaluate
