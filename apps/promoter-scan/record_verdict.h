#pragma once

#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/record_score.h"

#include "promoter-scan/threshold.h"

namespace promoter_scan {

struct RecordVerdict {
  double probability = 0;
  bool positive = false;
};

/// Probability of a record with this score under a prior, and whether it is a promoter.
RecordVerdict judge_record(const seqlens::scan::RecordScore& score,
                           const seqlens::scan::PromoterSettings& settings, double prior,
                           const RecordThreshold& threshold);

}  // namespace promoter_scan
