#pragma once

#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/record_score.h"

#include "promoter-scan/threshold.h"

namespace promoter_scan {

/// Probability of a record with this score under a prior.
double record_probability(const seqlens::scan::RecordScore& score,
                          const seqlens::scan::PromoterSettings& settings, double prior);

struct RecordVerdict {
  double probability = 0;
  bool positive = false;
};

/// The same, and whether it is a promoter.
RecordVerdict judge_record(const seqlens::scan::RecordScore& score,
                           const seqlens::scan::PromoterSettings& settings, double prior,
                           const RecordThreshold& threshold);

}  // namespace promoter_scan
