#include "seqlens/mutagenesis/pair_effect.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

#include "seqlens/parallel/parallel_for.h"

namespace seqlens::mutagenesis {
namespace {

/// Draws of one task: 24 mutants for one run of the stem on the whole window.
constexpr std::size_t kTaskDraws = 8;
constexpr std::size_t kForms = 3;  // first, second, both

std::string random_bases(std::int64_t count, Random& random) {
  std::string bases;
  for (std::int64_t i = 0; i < count; ++i) bases += "ACGT"[random.below(4)];
  return bases;
}

/// The three forms of each draw, one after the other.
std::vector<std::string> mutants_of(const std::string& reference, const Interval& first,
                                    const Interval& second, std::size_t draws, Random& random) {
  std::vector<std::string> mutants(kForms * draws, reference);
  const auto put = [&](std::size_t mutant, const Interval& place, const std::string& bases) {
    std::copy(bases.begin(), bases.end(), mutants[mutant].begin() + place.begin);
  };
  for (std::size_t i = 0; i < draws; ++i) {
    const std::string first_bases = random_bases(first.length(), random);
    const std::string second_bases = random_bases(second.length(), random);
    put(kForms * i, first, first_bases);
    put(kForms * i + 1, second, second_bases);
    put(kForms * i + 2, first, first_bases);
    put(kForms * i + 2, second, second_bases);
  }
  return mutants;
}

PairEffect summary(const std::vector<double>& logits, double reference) {
  const std::size_t draws = logits.size() / kForms;
  const auto count = static_cast<double>(draws);
  PairEffect mean;
  for (std::size_t i = 0; i < draws; ++i) {
    mean.first += (logits[kForms * i] - reference) / count;
    mean.second += (logits[kForms * i + 1] - reference) / count;
    mean.both += (logits[kForms * i + 2] - reference) / count;
  }
  mean.epistasis = mean.both - mean.first - mean.second;
  double squares = 0;
  for (std::size_t i = 0; i < draws; ++i) {
    const double one = logits[kForms * i + 2] - logits[kForms * i] - logits[kForms * i + 1] + reference;
    squares += (one - mean.epistasis) * (one - mean.epistasis);
  }
  mean.standard_error = std::sqrt(squares / (count - 1) / count);
  return mean;
}

}  // namespace

PairEffect pair_effect(const WindowLogit& logit, const Stretch& stretch, const GridWindow& window,
                       const Interval& first, const Interval& second, std::size_t draws, Random& random) {
  assert(draws >= 2 && !first.overlaps(second));
  const std::int64_t flank = logit.scorer().flank_bases();
  const Interval seen{window.interval.begin - flank, window.interval.end + flank};
  const auto within = [&](const Interval& part) {
    return Interval{part.begin - seen.begin, part.end - seen.begin};
  };
  const std::string reference = stretch.letters(seen);
  const auto mutants = mutants_of(reference, within(first), within(second), draws, random);
  std::vector<double> logits(mutants.size());
  parallel::parallel_for((draws + kTaskDraws - 1) / kTaskDraws, [&](std::size_t i) {
    const std::size_t begin = kForms * kTaskDraws * i;
    const std::size_t count = std::min(kForms * kTaskDraws, mutants.size() - begin);
    logit.variants(reference, std::span(mutants).subspan(begin, count),
                   std::span(logits).subspan(begin, count));
  });
  return summary(logits, window.logit);
}

}  // namespace seqlens::mutagenesis
