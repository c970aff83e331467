#include "promoter-scan/record_verdict.h"

namespace promoter_scan {

using namespace seqlens;

RecordVerdict judge_record(const scan::RecordScore& score, const scan::PromoterSettings& settings,
                           double prior, const RecordThreshold& threshold) {
  const double balanced = settings.record_probability.probability(score.logit);
  const double probability = scan::shift_prior(balanced, prior);
  const bool positive =
      threshold.logit ? score.logit >= *threshold.logit : probability >= *threshold.probability;
  return {probability, positive};
}

}  // namespace promoter_scan
