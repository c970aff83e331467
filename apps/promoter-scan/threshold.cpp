#include "promoter-scan/threshold.h"

#include "seqlens/core/errors.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

double threshold_for_calls_per_mb(const Options& options, const scan::PromoterSettings& settings) {
  try {
    return scan::min_logit_for_calls_per_mb(settings, *options.max_calls_per_mb);
  } catch (const Error& error) {
    throw UsageError(std::string("--max-calls-per-mb: ") + error.what());
  }
}

}  // namespace

double call_threshold(const Options& options, const scan::PromoterSettings& settings) {
  if (options.threshold) return settings.scan_probability.lowest_logit(*options.threshold);
  if (options.fdr) return settings.scan_probability.lowest_logit(1 - *options.fdr);
  if (options.max_calls_per_mb) return threshold_for_calls_per_mb(options, settings);
  // Logits are floats: the one that prints like the number given must count as equal to it.
  if (options.min_logit) return static_cast<float>(*options.min_logit);
  return settings.min_logit;
}

RecordThreshold record_threshold(const Options& options) {
  if (options.min_logit) return {std::nullopt, static_cast<float>(*options.min_logit)};
  return {options.threshold.value_or(0.5), std::nullopt};
}

}  // namespace promoter_scan
