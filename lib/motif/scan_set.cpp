#include "seqlens/motif/scan_set.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "seqlens/core/dna.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::motif {
namespace {

constexpr std::size_t kSequencesATask = 256;

/// A scanner of a set takes words of kLongest letters: columns that say nothing make a narrow matrix so wide.
Matrix wide_enough(Matrix matrix, const Background& background) {
  while (matrix.width() < WordCodes::kLongest) matrix.columns.push_back(background);
  return matrix;
}

}  // namespace

ScanSet::ScanSet(std::vector<std::string> sequences) : bases_(std::move(sequences)), codes_(bases_.size()) {
  for (std::size_t i = 0; i < bases_.size(); ++i) {
    for (char& base : bases_[i]) base = canonical_base(base);
    codes_[i].assign(bases_[i], WordCodes::kLongest);
  }
}

void ScanSet::erase(std::size_t i, const Interval& bases) {
  std::fill(bases_[i].begin() + bases.begin, bases_[i].begin() + bases.end, 'N');
  codes_[i].assign(bases_[i], WordCodes::kLongest);
}

SearchedMotif::SearchedMotif(const Matrix& matrix, const Background& background, double least_bits,
                             std::optional<Interval> starts)
    : width_(matrix.width()),
      scores_(wide_enough(matrix, background), background),
      scanner_(scores_),
      starts_(starts) {
  const double steps = std::ceil(scores_.steps_at(least_bits) - 1e-6);
  least_steps_ =
      static_cast<std::int32_t>(std::clamp(steps, 0.0, static_cast<double>(scores_.most_steps()) + 1));
}

Interval SearchedMotif::starts_in(const ScanSet& set, std::size_t i) const {
  return starts_ ? *starts_ : Interval{0, static_cast<std::int64_t>(set.bases(i).size())};
}

std::optional<BestSite> SearchedMotif::best(const ScanSet& set, std::size_t i) const {
  return scanner_.best(set.codes(i), starts_in(set, i));
}

std::vector<std::optional<BestSite>> SearchedMotif::best(const ScanSet& set) const {
  std::vector<std::optional<BestSite>> sites(set.size());
  parallel::parallel_for((set.size() + kSequencesATask - 1) / kSequencesATask, [&](std::size_t task) {
    const std::size_t end = std::min(set.size(), (task + 1) * kSequencesATask);
    for (std::size_t i = task * kSequencesATask; i < end; ++i) sites[i] = best(set, i);
  });
  return sites;
}

void SearchedMotif::sites(const ScanSet& set, std::size_t i,
                          const std::function<void(std::int64_t, std::int32_t, Strand)>& found) const {
  scanner_.scan(set.codes(i), starts_in(set, i), least_steps_, found);
}

}  // namespace seqlens::motif
