#include "seqlens/evaluate/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::evaluate {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

using Stratum = std::vector<std::uint32_t>;  // numbers of the groups in it

std::vector<Stratum> split_strata(std::size_t groups, std::span<const std::uint32_t> strata) {
  std::map<std::uint32_t, Stratum> members;
  for (std::size_t group = 0; group < groups; ++group) {
    members[strata.empty() ? 0 : strata[group]].push_back(static_cast<std::uint32_t>(group));
  }
  std::vector<Stratum> result;
  for (auto& [name, stratum] : members) result.push_back(std::move(stratum));
  return result;
}

std::vector<std::uint32_t> draw(std::size_t groups, const std::vector<Stratum>& strata, Random random) {
  std::vector<std::uint32_t> drawn(groups, 0);
  for (const auto& stratum : strata) {
    for (std::size_t i = 0; i < stratum.size(); ++i) ++drawn[stratum[random.below(stratum.size())]];
  }
  return drawn;
}

ConfidenceInterval percentile_interval(std::vector<double> values, double level) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty()) return {kUndefined, kUndefined};
  std::sort(values.begin(), values.end());
  return {quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)};
}

void check(std::size_t groups, std::span<const std::uint32_t> strata, const BootstrapOptions& options) {
  if (groups == 0) throw Error("no groups to resample");
  if (!strata.empty() && strata.size() != groups) {
    throw ShapeError(fmt::format("{} strata for {} groups", strata.size(), groups));
  }
  if (options.resamples < 1)
    throw Error(fmt::format("{} resamples: at least 1 is needed", options.resamples));
  if (!(options.level > 0 && options.level < 1)) {
    throw Error(fmt::format("interval level {}: must lie between 0 and 1", options.level));
  }
}

}  // namespace

std::vector<std::uint32_t> number_groups(std::span<const std::string> names) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::uint32_t> result;
  result.reserve(names.size());
  for (const auto& name : names) {
    result.push_back(numbers.try_emplace(name, static_cast<std::uint32_t>(numbers.size())).first->second);
  }
  return result;
}

std::vector<ConfidenceInterval> bootstrap_intervals(
    std::size_t groups, std::span<const std::uint32_t> strata, std::size_t values,
    const std::function<void(std::span<const std::uint32_t>, std::span<double>)>& statistic,
    const BootstrapOptions& options) {
  check(groups, strata, options);
  const auto members = split_strata(groups, strata);
  const bool varies =
      std::any_of(members.begin(), members.end(), [](const Stratum& s) { return s.size() > 1; });
  if (!varies) return std::vector<ConfidenceInterval>(values, {kUndefined, kUndefined});
  const auto resamples = static_cast<std::size_t>(options.resamples);
  std::vector<double> results(resamples * values);
  parallel::parallel_for(resamples, [&](std::size_t r) {
    const auto drawn = draw(groups, members, Random::for_item(options.seed, r));
    statistic(drawn, std::span(results).subspan(r * values, values));
  });
  std::vector<ConfidenceInterval> intervals;
  for (std::size_t v = 0; v < values; ++v) {
    std::vector<double> column(resamples);
    for (std::size_t r = 0; r < resamples; ++r) column[r] = results[r * values + v];
    intervals.push_back(percentile_interval(std::move(column), options.level));
  }
  return intervals;
}

double quantile(std::span<const double> sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace seqlens::evaluate
