#include "promoter-scan/threshold.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

constexpr double kDefaultRecordProbability = 0.5;

// Rounded so that the number which a message names can be asked for.
double rounded_down(double value) {
  return std::floor(value * 1e4) / 1e4;
}

double rounded_up(double value) {
  return std::ceil(value * 1e4) / 1e4;
}

// The lowest number that prints like the one asked for: what an output shows can be given as a threshold.
double as_printed(double probability) {
  return std::max(probability - 0.5e-6, 0.0);
}

double threshold_for_probability(const Options& options, const scan::PromoterSettings& settings) {
  const double highest = settings.scan_probability.highest_probability();
  const double lowest = as_printed(*options.threshold);
  if (lowest <= highest) return settings.scan_probability.lowest_logit(lowest);
  throw UsageError(
      fmt::format("--threshold {}: the highest scan probability of this model is {:.4g}; ask for at most "
                  "that, or set --min-logit",
                  *options.threshold, rounded_down(highest)));
}

double threshold_for_fdr(const Options& options, const scan::PromoterSettings& settings) {
  const double highest = settings.scan_probability.highest_probability();
  const double lowest = as_printed(1 - *options.fdr);
  if (lowest <= highest) return settings.scan_probability.lowest_logit(lowest);
  throw UsageError(
      fmt::format("--fdr {}: the highest scan probability of this model is {:.4g}; ask for at least {:.4g}, "
                  "or set --min-logit",
                  *options.fdr, rounded_down(highest), rounded_up(1 - highest)));
}

double threshold_for_calls_per_mb(const Options& options, const scan::PromoterSettings& settings) {
  try {
    return scan::min_logit_for_calls_per_mb(settings, *options.max_calls_per_mb);
  } catch (const Error& error) {
    throw UsageError(std::string("--max-calls-per-mb: ") + error.what());
  }
}

double sensitive_threshold(const scan::PromoterSettings& settings) {
  if (settings.sensitive_min_logit) return *settings.sensitive_min_logit;
  throw UsageError("--sensitive: this model has one threshold; set --threshold, --min-logit or another");
}

double highest_record_probability(const Options& options, const scan::CalibrationCurve& curve) {
  return scan::shift_prior(curve.highest_probability(), options.prior);
}

}  // namespace

double call_threshold(const Options& options, const scan::PromoterSettings& settings) {
  if (options.threshold) return threshold_for_probability(options, settings);
  if (options.fdr) return threshold_for_fdr(options, settings);
  if (options.max_calls_per_mb) return threshold_for_calls_per_mb(options, settings);
  if (options.sensitive) return sensitive_threshold(settings);
  // Logits are floats: the one that prints like the number given must count as equal to it.
  if (options.min_logit) return static_cast<float>(*options.min_logit);
  return settings.min_logit;
}

RecordThreshold record_threshold(const Options& options, const scan::CalibrationCurve& curve) {
  if (options.min_logit) return {std::nullopt, static_cast<float>(*options.min_logit)};
  if (!options.threshold) return {kDefaultRecordProbability, std::nullopt};
  const double highest = highest_record_probability(options, curve);
  const double lowest = as_printed(*options.threshold);
  if (lowest <= highest) return {lowest, std::nullopt};
  throw UsageError(fmt::format(
      "--threshold {}: with --prior {} the highest record probability of this model is {:.4g}; ask "
      "for at most that, or set --min-logit",
      *options.threshold, options.prior, rounded_down(highest)));
}

std::string low_prior_warning(const Options& options, const scan::CalibrationCurve& curve) {
  const double highest = highest_record_probability(options, curve);
  if (options.min_logit || options.threshold || highest >= kDefaultRecordProbability) return {};
  return fmt::format(
      "--prior {}: the highest record probability is {:.4g}, so that no record reaches {} and is called a "
      "promoter; --threshold sets another",
      options.prior, rounded_down(highest), kDefaultRecordProbability);
}

}  // namespace promoter_scan
