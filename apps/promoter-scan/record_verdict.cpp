#include "promoter-scan/record_verdict.h"

namespace promoter_scan {

using namespace seqlens;

double record_probability(const scan::RecordScore& score, const scan::CalibrationCurve& curve, double prior) {
  return scan::shift_prior(curve.probability(score.logit), prior);
}

RecordVerdict judge_record(const scan::RecordScore& score, const scan::CalibrationCurve& curve, double prior,
                           const RecordThreshold& threshold) {
  const double probability = record_probability(score, curve, prior);
  const bool positive =
      threshold.logit ? score.logit >= *threshold.logit : probability >= *threshold.probability;
  return {probability, positive};
}

}  // namespace promoter_scan
