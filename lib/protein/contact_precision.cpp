#include "seqlens/protein/contact_precision.h"

#include <algorithm>
#include <functional>

namespace seqlens::protein {
namespace {

struct Ranked {
  double score;
  bool contact;
};

std::vector<Ranked> known_in(const PairScores& scores, const ContactTruth& truth,
                             const SeparationRange& range) {
  std::vector<Ranked> known;
  for (std::size_t i = 0; i < truth.columns; ++i)
    for (std::size_t j = i + range.least; j < truth.columns && j - i <= range.most; ++j)
      if (truth.at(i, j) != PairTruth::unresolved)
        known.push_back({scores.at(i, j), truth.at(i, j) == PairTruth::contact});
  return known;
}

Precision counted(const std::vector<Ranked>& pairs, std::size_t top) {
  const std::size_t count = std::min(top, pairs.size());
  const auto end = pairs.begin() + static_cast<std::ptrdiff_t>(count);
  return {count, static_cast<std::size_t>(
                     std::count_if(pairs.begin(), end, [](const Ranked& pair) { return pair.contact; }))};
}

}  // namespace

Precision precision_of_top(const PairScores& scores, const ContactTruth& truth, const SeparationRange& range,
                           std::size_t top) {
  auto known = known_in(scores, truth, range);
  std::stable_sort(known.begin(), known.end(),
                   [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  return counted(known, top);
}

PairScores chain_nearness(std::size_t columns) {
  PairScores scores(columns);
  for (std::size_t i = 0; i < columns; ++i)
    for (std::size_t j = 0; j < i; ++j) scores.set(i, j, -static_cast<double>(i - j));
  return scores;
}

Precision known_pairs(const ContactTruth& truth, const SeparationRange& range) {
  const auto known = known_in(PairScores(truth.columns), truth, range);
  return counted(known, known.size());
}

}  // namespace seqlens::protein
