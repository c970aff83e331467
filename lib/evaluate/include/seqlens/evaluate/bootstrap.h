#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace seqlens::evaluate {

struct BootstrapOptions {
  std::uint64_t seed = 1;
  int resamples = 1000;
  double level = 0.95;  ///< share of resamples inside the interval
};

/// Percentile interval. NaN at both ends if the statistic was undefined in every resample.
struct ConfidenceInterval {
  double low = 0;
  double high = 0;
};

/// Numbers group names 0, 1, ... in order of first appearance.
[[nodiscard]] std::vector<std::uint32_t> number_groups(std::span<const std::string> names);

/// Percentile bootstrap over groups (loci, clusters, blocks of the genome): each resample draws as many
/// groups as there are, with replacement, and a group comes with all that is in it. Where strata are
/// given, each stratum is drawn by itself, so that its number of groups stays fixed.
///
/// @param  strata     one number a group; empty: one stratum.
/// @param  statistic  gets how often each group was drawn and fills `values` numbers. NaN means "undefined
///                    in this resample": left out of the interval. Called from several threads at once.
/// @return one interval a value: order statistics with linear interpolation between neighbours. NaN where no
///         stratum has two groups: every resample is the set itself, which says nothing of its spread.
/// @throws ShapeError unless strata is empty or one a group; Error if there is no group, fewer than 1
///         resample, or a level outside (0, 1).
///
/// The same numbers for any thread count. Keeps resamples * values doubles.
[[nodiscard]] std::vector<ConfidenceInterval> bootstrap_intervals(
    std::size_t groups, std::span<const std::uint32_t> strata, std::size_t values,
    const std::function<void(std::span<const std::uint32_t> drawn, std::span<double> out)>& statistic,
    const BootstrapOptions& options);

/// Quantile q in [0, 1] of sorted values: linear interpolation between neighbours. sorted is not empty.
[[nodiscard]] double quantile(std::span<const double> sorted, double q);

}  // namespace seqlens::evaluate
