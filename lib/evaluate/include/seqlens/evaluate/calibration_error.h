#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace seqlens::evaluate {

/// One bin of a reliability diagram: what was promised and what came.
struct ReliabilityBin {
  double items = 0;
  double mean_probability = 0;  ///< 0 in an empty bin
  double positive_share = 0;    ///< 0 in an empty bin
};

/// `bins` bins of equal width over [0, 1]; bin b holds [b/bins, (b+1)/bins), the last one 1 too.
/// @param  weights  how often each item counts; empty: once.
/// @throws ShapeError if the sizes differ; Error naming the item, if a probability is NaN or outside [0,
///         1], or if a label is neither 0 nor 1; Error if bins < 1.
[[nodiscard]] std::vector<ReliabilityBin> reliability(std::span<const double> probabilities,
                                                      std::span<const std::uint8_t> labels, int bins = 15,
                                                      std::span<const std::uint32_t> weights = {});

/// Expected calibration error: mean over items of |mean probability - share of positives| of the item's
/// bin, with the bins of reliability(). @throws as reliability(), and Error if there is no item (or no
/// weight).
[[nodiscard]] double expected_calibration_error(std::span<const double> probabilities,
                                                std::span<const std::uint8_t> labels, int bins = 15,
                                                std::span<const std::uint32_t> weights = {});

/// Mean of (probability - label)^2. @throws as expected_calibration_error().
[[nodiscard]] double brier_score(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                                 std::span<const std::uint32_t> weights = {});

}  // namespace seqlens::evaluate
