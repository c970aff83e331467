#pragma once

#include <cstdint>
#include <span>

#include "seqlens/evaluate/scan_evaluation.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/scan/promoter_settings.h"

#include "model-evaluate/options.h"

namespace model_evaluate {

/// What a scan measured, as a model file keeps it: scan probability, score table (at most 200 thresholds)
/// and the threshold of the best F1; of a model of positions the thresholds with a precision of .75 and of
/// .5.
void calibrate_by_scan(const seqlens::evaluate::ScanMatch& match, seqlens::scan::PromoterSettings& settings);

/// Record probability from labelled records, both classes weighing the same; that of both strands when
/// the logits are.
void calibrate_by_records(std::span<const double> logits, std::span<const std::uint8_t> labels,
                          bool both_strands, seqlens::scan::PromoterSettings& settings);

/// Writes the settings to --calibration, and --model with them to --store, as far as these were given.
void write_calibration(const seqlens::scan::PromoterSettings& settings,
                       const seqlens::opened_model::OpenedModel* model, const Options& options);

}  // namespace model_evaluate
