#pragma once

#include <optional>

#include "seqlens/scan/promoter_settings.h"

#include "promoter-scan/options.h"

namespace promoter_scan {

/// The lowest logit of a call that the options ask for.
/// @throws UsageError when the model's tables cannot say it.
double call_threshold(const Options& options, const seqlens::scan::PromoterSettings& settings);

/// When a record is a promoter: one of the two is set.
struct RecordThreshold {
  std::optional<double> probability;
  std::optional<double> logit;
};

RecordThreshold record_threshold(const Options& options);

}  // namespace promoter_scan
