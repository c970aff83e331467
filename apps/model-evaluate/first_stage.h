#pragma once

#include "seqlens/opened_model/opened_model.h"
#include "seqlens/scan/promoter_settings.h"

#include "model-evaluate/options.h"
#include "model-evaluate/scan_inputs.h"

namespace model_evaluate {

/// Sets settings.first_stage_threshold: the highest one that lets through --first-stage-keep of the calls of
/// at least settings.min_logit. The calls must come from a scan whose every window reached the encoder
/// (--exhaustive).
///
/// @throws UsageError when the model has no first stage, or no call is that high.
void calibrate_first_stage(const ScanInputs& inputs, const seqlens::opened_model::OpenedModel& model,
                           const Options& options, seqlens::scan::PromoterSettings& settings);

}  // namespace model_evaluate
