#pragma once

#include "seqlens/scan/calibration.h"
#include "seqlens/scan/record_score.h"

#include "promoter-scan/threshold.h"

namespace promoter_scan {

/// Probability of a record with this score under a prior.
/// @param curve  PromoterSettings::record_curve of the strands that were scored.
double record_probability(const seqlens::scan::RecordScore& score,
                          const seqlens::scan::CalibrationCurve& curve, double prior);

struct RecordVerdict {
  double probability = 0;
  bool positive = false;
};

/// The same, and whether it is a promoter.
RecordVerdict judge_record(const seqlens::scan::RecordScore& score,
                           const seqlens::scan::CalibrationCurve& curve, double prior,
                           const RecordThreshold& threshold);

}  // namespace promoter_scan
