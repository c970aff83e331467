#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "seqlens/motif/matrix.h"

namespace seqlens::motif {

/// The pseudocount of the MEME suite's FIMO, spread over the letters by the background.
inline constexpr double kPseudocount = 0.1;

/// Log odds of the letters of a motif, in bits, and the same in whole steps, in which sums are exact and few
/// enough to be counted.
///
/// odds = log2(p' / background), p' = (p * sites + pseudocount * background) / (sites + pseudocount).
class ScoreMatrix {
 public:
  /// The widest matrix of which all words are looked at, one by one.
  static constexpr std::size_t kNarrow = 9;

  ScoreMatrix(const Matrix& matrix, const Background& background, double pseudocount = kPseudocount);

  [[nodiscard]] std::size_t width() const { return odds_.size(); }
  [[nodiscard]] const std::array<double, 4>& odds(std::size_t column) const { return odds_[column]; }
  /// At least 0; the least of each column is 0.
  [[nodiscard]] const std::array<std::int32_t, 4>& steps(std::size_t column) const { return steps_[column]; }
  /// Of all columns' greatest steps.
  [[nodiscard]] std::int32_t most_steps() const { return most_steps_; }
  [[nodiscard]] const Background& background() const { return background_; }

  /// Log odds of a word as wide as the matrix, letters of ACGT in either case.
  [[nodiscard]] double score(std::string_view word) const;
  [[nodiscard]] std::int32_t steps_of(std::string_view word) const;
  /// Bits of a sum of steps, within half a step a column.
  [[nodiscard]] double bits(double steps) const { return least_ + steps / steps_per_bit_; }
  /// The sum of steps that stands for so many bits; may lie outside [0, most_steps()].
  [[nodiscard]] double steps_at(double bits) const { return (bits - least_) * steps_per_bit_; }

 private:
  std::vector<std::array<double, 4>> odds_;
  std::vector<std::array<std::int32_t, 4>> steps_;
  Background background_;
  double least_ = 0;  // bits of 0 steps
  double steps_per_bit_ = 1;
  std::int32_t most_steps_ = 0;
};

}  // namespace seqlens::motif
