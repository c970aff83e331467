#pragma once

#include <cstdint>
#include <span>

namespace seqlens::motif {

/// How many of two sets have something.
struct Presence {
  std::int64_t positives_with = 0;
  std::int64_t positives = 0;
  std::int64_t negatives_with = 0;
  std::int64_t negatives = 0;
};

/// Fisher's exact test, one-sided: P(as many positives with it or more), margins given. 1 where either set is
/// empty. O(positives).
[[nodiscard]] double fisher_greater(const Presence& presence);

/// Share of positives over share of negatives, half a sequence added to either.
[[nodiscard]] double fold(const Presence& presence);

/// How far a count lies above its expectation, as a z: the signed root of twice the Poisson log likelihood
/// ratio. The expectation comes from the negatives, one sequence with it added.
[[nodiscard]] double excess(const Presence& presence);

/// P(a positive has more than a negative), ties count half: the area under the ROC curve. 0.5 where either is
/// empty.
[[nodiscard]] double auroc(std::span<const double> positives, std::span<const double> negatives);

}  // namespace seqlens::motif
