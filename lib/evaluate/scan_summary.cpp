#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/calibration_error.h"
#include "seqlens/evaluate/scan_evaluation.h"

namespace seqlens::evaluate {
namespace {

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : 0.0;
}

// Fills in the shares that follow from the counts.
void complete(ScanPoint& point, double loci, double bases) {
  const double judged = point.found + point.duplicates + point.unannotated;
  point.recall = ratio(point.found, loci);
  point.precision = ratio(point.found, point.found + point.unannotated);
  point.strict_precision = ratio(point.found, judged);
  point.f1 = ratio(2 * point.recall * point.precision, point.recall + point.precision);
  point.calls_per_mb = ratio((judged + point.neutral) * 1e6, bases);
}

void count(ScanPoint& point, CallVerdict verdict, double weight) {
  switch (verdict) {
    case CallVerdict::found:
      point.found += weight;
      break;
    case CallVerdict::duplicate:
      point.duplicates += weight;
      break;
    case CallVerdict::neutral:
      point.neutral += weight;
      break;
    case CallVerdict::unannotated:
      point.unannotated += weight;
      break;
  }
}

// Right or wrong, for precision.
bool counts(const JudgedCall& judged) {
  return judged.verdict == CallVerdict::found || judged.verdict == CallVerdict::unannotated;
}

// The distance at which half of the weight is reached; distances sorted. NaN without weight.
double weighted_median(const std::vector<std::pair<double, double>>& distances, double total) {
  double seen = 0;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    seen += distances[i].second;
    if (seen * 2 > total) return distances[i].first;
    if (seen * 2 == total && total > 0) {  // between two: their mean
      const auto next = std::find_if(distances.begin() + static_cast<std::ptrdiff_t>(i) + 1, distances.end(),
                                     [](const auto& entry) { return entry.second > 0; });
      return (distances[i].first + next->first) / 2;
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

// A match cut at a threshold, ready to be summed with any block weights.
class Cut {
 public:
  Cut(const ScanMatch& match, double min_logit) : match_(match) {
    for (const auto& judged : match.calls) {
      if (judged.call.logit >= min_logit) calls_.push_back(&judged);
    }
    for (const auto* judged : calls_) {
      if (judged->verdict == CallVerdict::found) found_.push_back(judged);
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const JudgedCall* a, const JudgedCall* b) { return a->distance < b->distance; });
  }

  // weights: one a block.
  void values(std::span<const std::uint32_t> weights, std::span<double> out) const {
    const auto point = weighted_point(weights);
    const auto places = weighted_places(weights);
    std::copy(places.begin(), places.end(),
              std::copy_n(std::array{point.recall, point.precision, point.strict_precision, point.f1,
                                     point.calls_per_mb}
                              .begin(),
                          5, out.begin()));
  }

 private:
  [[nodiscard]] ScanPoint weighted_point(std::span<const std::uint32_t> weights) const {
    ScanPoint point;
    for (const auto* judged : calls_) count(point, judged->verdict, weights[judged->block]);
    double loci = 0, bases = 0;
    for (const auto& locus : match_.loci) loci += weights[locus.block];
    for (std::size_t b = 0; b < weights.size(); ++b)
      bases += weights[b] * static_cast<double>(match_.block_bases[b]);
    complete(point, loci, bases);
    return point;
  }

  // Median distance, share within 50 bases, strand accuracy over the found loci.
  [[nodiscard]] std::array<double, 3> weighted_places(std::span<const std::uint32_t> weights) const {
    double total = 0, near = 0, stranded = 0, right_strand = 0;
    std::vector<std::pair<double, double>> distances;
    for (const auto* judged : found_) {
      const double weight = weights[judged->block];
      const Strand strand = judged->tss_strand;
      total += weight;
      near += judged->distance <= 50 ? weight : 0;
      if (strand != Strand::unknown && judged->call.strand != Strand::unknown) {
        stranded += weight;
        right_strand += strand == judged->call.strand ? weight : 0;
      }
      distances.emplace_back(static_cast<double>(judged->distance), weight);
    }
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    return {weighted_median(distances, total), total > 0 ? near / total : nan,
            stranded > 0 ? right_strand / stranded : nan};
  }

  const ScanMatch& match_;
  std::vector<const JudgedCall*> calls_;
  std::vector<const JudgedCall*> found_;  // by distance
};

}  // namespace

std::vector<ScanPoint> scan_curve(const ScanMatch& match) {
  std::vector<const JudgedCall*> sorted;
  for (const auto& judged : match.calls) sorted.push_back(&judged);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const JudgedCall* a, const JudgedCall* b) { return a->call.logit > b->call.logit; });
  std::vector<ScanPoint> curve;
  ScanPoint point;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    count(point, sorted[i]->verdict, 1);
    point.min_logit = sorted[i]->call.logit;
    if (i + 1 < sorted.size() && sorted[i + 1]->call.logit == point.min_logit) continue;
    complete(point, static_cast<double>(match.loci.size()), static_cast<double>(match.evaluated_bases()));
    curve.push_back(point);
  }
  return curve;
}

const ScanPoint& best_f1_point(std::span<const ScanPoint> curve) {
  if (curve.empty()) throw Error("no calls in the evaluated regions: there is no best threshold");
  return *std::max_element(curve.begin(), curve.end(),
                           [](const ScanPoint& a, const ScanPoint& b) { return a.f1 < b.f1; });
}

std::optional<ScanPoint> point_of_precision(std::span<const ScanPoint> curve, double precision) {
  std::optional<ScanPoint> best;
  for (const auto& point : curve) {
    if (point.precision >= precision && (!best || point.recall > best->recall)) best = point;
  }
  return best;
}

double scan_average_precision(std::span<const ScanPoint> curve) {
  double area = 0, recall = 0;
  for (const auto& point : curve) {
    area += (point.recall - recall) * point.precision;
    recall = point.recall;
  }
  return area;
}

std::vector<ScanPoint> thin_curve(std::span<const ScanPoint> curve, std::size_t points) {
  if (curve.size() <= points) return {curve.begin(), curve.end()};
  const auto last = static_cast<double>(curve.size());
  std::vector<ScanPoint> thinned{curve.front()};
  for (std::size_t rank = 1, left = points - 1; left > 0; --left) {
    const auto here = static_cast<double>(rank);
    const double next = here * std::pow(last / here, 1.0 / static_cast<double>(left));
    rank = std::max(rank + 1, static_cast<std::size_t>(std::llround(next)));
    thinned.push_back(curve[rank - 1]);
  }
  return thinned;
}

std::vector<Estimate> scan_estimates(const ScanMatch& match, double min_logit,
                                     const BootstrapOptions& options) {
  constexpr std::array names = {"recall",       "precision",       "strict_precision", "f1",
                                "calls_per_mb", "median_distance", "within_50",        "strand_accuracy"};
  const Cut cut(match, min_logit);
  const std::vector<std::uint32_t> once(match.block_bases.size(), 1);
  std::array<double, names.size()> values{};
  cut.values(once, values);
  const auto intervals = bootstrap_intervals(
      once.size(), {}, names.size(),
      [&](std::span<const std::uint32_t> drawn, std::span<double> out) { cut.values(drawn, out); }, options);
  std::vector<Estimate> estimates;
  for (std::size_t m = 0; m < names.size(); ++m) estimates.push_back({names[m], values[m], intervals[m]});
  return estimates;
}

std::vector<Estimate> scan_calibration_error(const ScanMatch& match, double min_logit,
                                             const BootstrapOptions& options) {
  std::vector<double> probabilities;
  std::vector<std::uint8_t> right;
  std::vector<std::uint32_t> blocks;
  for (const auto& judged : match.calls) {
    if (judged.call.logit < min_logit || !counts(judged)) continue;
    if (!judged.call.probability) return {};
    probabilities.push_back(*judged.call.probability);
    right.push_back(judged.verdict == CallVerdict::found ? 1 : 0);
    blocks.push_back(judged.block);
  }
  if (probabilities.empty()) return {};
  const auto statistic = [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
    std::vector<std::uint32_t> weights;
    for (const auto block : blocks) weights.push_back(drawn[block]);
    const bool some =
        std::any_of(weights.begin(), weights.end(), [](std::uint32_t weight) { return weight > 0; });
    out[0] = some ? expected_calibration_error(probabilities, right, 15, weights) : std::nan("");
    out[1] = some ? brier_score(probabilities, right, weights) : std::nan("");
  };
  const auto intervals = bootstrap_intervals(match.block_bases.size(), {}, 2, statistic, options);
  return {{"ece", expected_calibration_error(probabilities, right), intervals[0]},
          {"brier", brier_score(probabilities, right), intervals[1]}};
}

IsotonicCurve calibrate_scan(const ScanMatch& match) {
  std::vector<double> logits, right;
  for (const auto& judged : match.calls) {
    if (!counts(judged)) continue;
    logits.push_back(judged.call.logit);
    right.push_back(judged.verdict == CallVerdict::found ? 1.0 : 0.0);
  }
  if (logits.empty()) throw Error("no calls to calibrate in the evaluated regions");
  const auto [lowest, highest] = std::minmax_element(logits.begin(), logits.end());
  const double ends[] = {*lowest, *highest};
  logits.insert(logits.end(), std::begin(ends), std::end(ends));
  right.insert(right.end(), {1.0, 0.0});
  return fit_isotonic(logits, right);
}

}  // namespace seqlens::evaluate
