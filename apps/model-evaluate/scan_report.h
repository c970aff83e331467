#pragma once

#include "seqlens/evaluate/scan_evaluation.h"
#include "seqlens/report/table.h"
#include "seqlens/scan/promoter_settings.h"

#include "model-evaluate/options.h"
#include "model-evaluate/scan_inputs.h"

namespace model_evaluate {

/// The numbers at several thresholds: all calls, the best F1, the highest recall at precisions of .75 and .5
/// (chosen on this very scan), the model's default and --min-logit. One row a number: threshold, min_logit,
/// metric, value, low, high.
/// @param settings  of --model, or null.
[[nodiscard]] seqlens::report::Table scan_metrics(const seqlens::evaluate::ScanMatch& match,
                                                  const ScanInputs& inputs,
                                                  const seqlens::scan::PromoterSettings* settings,
                                                  const Options& options);

/// One row a threshold.
[[nodiscard]] seqlens::report::Table scan_curve_table(const seqlens::evaluate::ScanMatch& match);

/// One row a call in the evaluated regions, then one a locus that none found.
[[nodiscard]] seqlens::report::Table scan_verdicts(const seqlens::evaluate::ScanMatch& match,
                                                   const ScanInputs& inputs);

}  // namespace model_evaluate
