#include "promoter-scan/record_verdict.h"

namespace promoter_scan {

using namespace seqlens;

double record_probability(const scan::RecordScore& score, const scan::PromoterSettings& settings,
                          double prior) {
  return scan::shift_prior(settings.record_probability.probability(score.logit), prior);
}

RecordVerdict judge_record(const scan::RecordScore& score, const scan::PromoterSettings& settings,
                           double prior, const RecordThreshold& threshold) {
  const double probability = record_probability(score, settings, prior);
  const bool positive =
      threshold.logit ? score.logit >= *threshold.logit : probability >= *threshold.probability;
  return {probability, positive};
}

}  // namespace promoter_scan
