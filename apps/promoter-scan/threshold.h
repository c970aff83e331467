#pragma once

#include <optional>
#include <string>

#include "seqlens/scan/promoter_settings.h"

#include "promoter-scan/options.h"

namespace promoter_scan {

/// The lowest logit of a call that the options ask for.
/// @throws UsageError when the model's tables cannot say it, or say that there is no such call.
double call_threshold(const Options& options, const seqlens::scan::PromoterSettings& settings);

/// When a record is a promoter: one of the two is set.
struct RecordThreshold {
  std::optional<double> probability;
  std::optional<double> logit;
};

/// @param curve  PromoterSettings::record_curve of the strands that are scored.
/// @throws UsageError when no record can have the probability that is asked for.
RecordThreshold record_threshold(const Options& options, const seqlens::scan::CalibrationCurve& curve);

/// One sentence when --prior is so low that no record can reach the default threshold; else empty.
std::string low_prior_warning(const Options& options, const seqlens::scan::CalibrationCurve& curve);

}  // namespace promoter_scan
