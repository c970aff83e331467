#include "motif-discover/evidence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace motif_discover {
namespace {

using namespace seqlens;

constexpr std::int64_t kSmoothed = 5, kLeastRun = 6, kMargin = 4;
constexpr double kHighest = 0.15, kHighestOfNull = 0.2;

/// Magnitudes of the means of five bases: neighbours of opposite signs cancel.
std::vector<float> smoothed(const std::vector<float>& values) {
  std::vector<float> means(values.size());
  for (std::int64_t i = 0; i < std::ssize(values); ++i) {
    const std::int64_t from = std::max<std::int64_t>(i - kSmoothed / 2, 0);
    const std::int64_t to = std::min<std::int64_t>(i + kSmoothed / 2 + 1, std::ssize(values));
    float sum = 0;
    for (std::int64_t j = from; j < to; ++j) sum += values[static_cast<std::size_t>(j)];
    means[static_cast<std::size_t>(i)] = std::abs(sum) / static_cast<float>(to - from);
  }
  return means;
}

std::vector<std::vector<float>> means_of(const Evidence& evidence) {
  std::vector<std::vector<float>> means;
  for (const auto& some : evidence) means.push_back(smoothed(some));
  return means;
}

/// What the highest share of the means exceeds; 0 of none.
float exceeded_by(double share, const std::vector<std::vector<float>>& means) {
  std::vector<float> all;
  for (const auto& some : means) all.insert(all.end(), some.begin(), some.end());
  if (all.empty()) return 0;
  const auto at =
      all.begin() + static_cast<std::ptrdiff_t>((1 - share) * static_cast<double>(all.size() - 1));
  std::nth_element(all.begin(), at, all.end());
  return *at;
}

}  // namespace

Evidence no_evidence(const std::vector<std::string>& letters) {
  Evidence evidence;
  for (const std::string& bases : letters) evidence.emplace_back(bases.size(), 0.0F);
  return evidence;
}

float null_limit(const Evidence& shuffled) {
  return exceeded_by(kHighestOfNull, means_of(shuffled));
}

std::vector<std::vector<Interval>> seqlets(const Evidence& evidence, std::optional<float> known_limit) {
  const auto means = means_of(evidence);
  const float limit = known_limit ? *known_limit : exceeded_by(kHighest, means);
  std::vector<std::vector<Interval>> runs(evidence.size());
  for (std::size_t i = 0; i < means.size(); ++i) {
    const std::int64_t length = std::ssize(means[i]);
    for (std::int64_t begin = 0; begin < length;) {
      std::int64_t end = begin;
      while (end < length && means[i][static_cast<std::size_t>(end)] > limit) ++end;
      if (end - begin >= kLeastRun) {
        const Interval run{std::max<std::int64_t>(begin - kMargin, 0), std::min(end + kMargin, length)};
        if (!runs[i].empty() && runs[i].back().end >= run.begin) {
          runs[i].back().end = run.end;
        } else {
          runs[i].push_back(run);
        }
      }
      begin = end + 1;
    }
  }
  return runs;
}

double share_inside(const Evidence& evidence, const std::vector<std::vector<Interval>>& stretches) {
  double inside = 0, all = 0;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    for (const float value : evidence[i]) all += std::abs(value);
    for (const Interval& stretch : stretches[i])
      for (std::int64_t at = stretch.begin; at < stretch.end; ++at)
        inside += std::abs(evidence[i][static_cast<std::size_t>(at)]);
  }
  return all > 0 ? inside / all : 0;
}

}  // namespace motif_discover
