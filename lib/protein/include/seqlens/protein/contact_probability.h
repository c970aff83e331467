#pragma once

#include "seqlens/protein/pair_scores.h"

namespace seqlens::protein {

/// probability = 1 / (1 + exp(-(intercept + slope z))), where z is a corrected score in standard deviations
/// from the mean of the pairs six columns apart and more.
struct ContactCalibration {
  double intercept = 0;
  double slope = 0;
};

/// Fitted by logistic regression on the Potts model's scores of the pairs of PF00013_1WVNA, PF00076_2X1BA,
/// PF00169_1UNQA and PF00381_1PTFA (contact: C-beta closer than 8 Angstrom), whose alignments have 600 to
/// 3,700 sequences. It keeps the order of the scores; for families of another depth it is a guide.
inline constexpr ContactCalibration kPottsCalibration{-3.386, 1.060};
/// The same numbers: scores of both models are taken in standard deviations, and none were fitted for it yet.
inline constexpr ContactCalibration kAttentionCalibration{-3.386, 1.060};

/// Of every pair; the diagonal stays 0.
[[nodiscard]] PairScores contact_probabilities(const PairScores& corrected,
                                               const ContactCalibration& calibration);

}  // namespace seqlens::protein
