#include "seqlens/motif/refine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "seqlens/core/dna.h"
#include "seqlens/motif/comparison.h"

namespace seqlens::motif {
namespace {

constexpr double kSeedLetter = 0.85;
constexpr std::size_t kFlank = 4;
constexpr double kLeastInformation = 0.25;
/// Sites count for a matrix down to the score at which z is still so much of the best.
constexpr double kLenient = 0.85;
constexpr std::size_t kLeastGap = 6;
constexpr int kTurns = 5, kTurnsAgain = 2, kGrowths = 4;
/// Sites of background added to a column.
constexpr double kPrior = 2;
/// A matrix this like its other strand is a palindrome.
constexpr double kPalindrome = 0.9;
constexpr double kNone = -std::numeric_limits<double>::infinity();

Matrix of_word(const std::string& word, const Background& background) {
  Matrix matrix;
  for (const char letter : word) {
    Column column = background;
    if (letter != '.') {
      column.fill((1 - kSeedLetter) / 3);
      column[letter_index(letter)] = kSeedLetter;
    }
    matrix.columns.push_back(column);
  }
  return matrix;
}

/// Columns of the background on either side.
Matrix flanked(Matrix matrix, std::size_t left, std::size_t right, const Background& background) {
  matrix.columns.insert(matrix.columns.begin(), left, background);
  matrix.columns.insert(matrix.columns.end(), right, background);
  return matrix;
}

class Refinement {
 public:
  Refinement(const ScanSet& positives, const ScanSet& negatives, const Background& background,
             const RefineOptions& options, std::optional<Interval> starts)
      : positives_(positives),
        negatives_(negatives),
        background_(background),
        options_(options),
        starts_(starts),
        positives_used_(std::min(positives.size(), options.most_sequences)),
        negatives_used_(std::min(negatives.size(), options.most_sequences)) {}

  /// One turn: sites, threshold, new columns of the same width. False when positives do not stand out.
  bool turn(Matrix& matrix) {
    const SearchedMotif motif(matrix, background_, -1e9, starts_);
    const auto with = best_sites(motif, positives_, positives_used_);
    const auto without = best_sites(motif, negatives_, negatives_used_);
    best_ = best_threshold(scores(motif, with), scores(motif, without), options_.least_sites);
    if (!(best_.excess > 0)) return false;
    counted_from_ = best_.lenient_score;
    const double ratio = static_cast<double>(positives_used_) / static_cast<double>(negatives_used_);
    std::vector<std::array<double, 4>> counts(matrix.width());
    double sites = 0;
    about_.fill(1);
    sites += add_sites(motif, positives_, with, 1, counts, &about_);
    sites += add_sites(motif, negatives_, without, -ratio, counts, nullptr);
    matrix.sites = std::max(sites, 1.0);
    for (std::size_t j = 0; j < counts.size(); ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 4; ++k)
        sum += counts[j][k] = std::max(counts[j][k], 0.0) + kPrior * background_[k];
      for (std::size_t k = 0; k < 4; ++k) matrix.columns[j][k] = counts[j][k] / sum;
    }
    return true;
  }

  /// The threshold of a matrix that stays as it is.
  BestThreshold threshold(const Matrix& matrix) const {
    const SearchedMotif motif(matrix, background_, -1e9, starts_);
    return best_threshold(scores(motif, best_sites(motif, positives_, positives_used_)),
                          scores(motif, best_sites(motif, negatives_, negatives_used_)),
                          options_.least_sites);
  }

  void move_starts(std::int64_t by) {
    if (starts_) starts_ = Interval{starts_->begin + by, starts_->end + by};
  }
  [[nodiscard]] const std::optional<Interval>& starts() const { return starts_; }
  /// Letter frequencies of the sequences that the sites of the last turn lie in.
  [[nodiscard]] Background about() const {
    const double all = about_[0] + about_[1] + about_[2] + about_[3];
    return {about_[0] / all, about_[1] / all, about_[2] / all, about_[3] / all};
  }

 private:
  using Sites = std::vector<std::optional<BestSite>>;

  static Sites best_sites(const SearchedMotif& motif, const ScanSet& set, std::size_t used) {
    Sites sites(used);
    for (std::size_t i = 0; i < used; ++i) sites[i] = motif.best(set, i);
    return sites;
  }

  static std::vector<double> scores(const SearchedMotif& motif, const Sites& sites) {
    std::vector<double> scores;
    for (const auto& site : sites) scores.push_back(site ? motif.bits(site->steps) : kNone);
    return scores;
  }

  /// Adds the letters of sites that count, and those of the sequences they lie in, on both strands.
  /// @return weight times sites.
  double add_sites(const SearchedMotif& motif, const ScanSet& set, const Sites& sites, double weight,
                   std::vector<std::array<double, 4>>& counts, std::array<double, 4>* about) const {
    double added = 0;
    for (std::size_t i = 0; i < sites.size(); ++i) {
      if (!sites[i] || motif.bits(sites[i]->steps) < counted_from_) continue;
      added += weight;
      for (std::size_t at = 0; about != nullptr && at < set.bases(i).size(); ++at) {
        const std::size_t letter = letter_index(set.bases(i)[at]);
        if (letter < 4) ++(*about)[letter], ++(*about)[3 - letter];
      }
      const auto start = static_cast<std::size_t>(sites[i]->start);
      for (std::size_t j = 0; j < counts.size(); ++j) {
        const std::size_t letter = letter_index(set.bases(i)[start + j]);
        if (letter > 3) continue;
        if (sites[i]->strand == Strand::forward) {
          counts[j][letter] += weight;
        } else {
          counts[counts.size() - 1 - j][3 - letter] += weight;
        }
      }
    }
    return added;
  }

  const ScanSet& positives_;
  const ScanSet& negatives_;
  const Background& background_;
  const RefineOptions& options_;
  std::optional<Interval> starts_;
  std::size_t positives_used_, negatives_used_;
  BestThreshold best_;
  double counted_from_ = 0;
  std::array<double, 4> about_{1, 1, 1, 1};
};

/// Bits of a column over what stands around the motif: in a CpG island an even mix of C and G says nothing.
double bits_over(const Column& column, const Background& about) {
  double bits = 0;
  for (std::size_t k = 0; k < 4; ++k)
    if (column[k] > 0) bits += column[k] * std::log2(column[k] / about[k]);
  return bits;
}

/// Cuts columns that say little off the ends, and then ends of least information down to the largest width.
/// @return columns cut off on the left
std::size_t trim(Matrix& matrix, std::size_t max_width, const Background& about) {
  auto& columns = matrix.columns;
  std::size_t first = 0, end = columns.size();
  while (first < end && bits_over(columns[first], about) < kLeastInformation) ++first;
  while (end > first && bits_over(columns[end - 1], about) < kLeastInformation) --end;
  while (end - first > max_width) {
    if (bits_over(columns[first], about) < bits_over(columns[end - 1], about)) {
      ++first;
    } else {
      --end;
    }
  }
  columns = std::vector<Column>(columns.begin() + static_cast<std::ptrdiff_t>(first),
                                columns.begin() + static_cast<std::ptrdiff_t>(end));
  return first;
}

/// Of two parts with six or more columns between them that say little, the one that says more: two motifs at
/// a fixed distance are found as two, and their distance is seen when pairs are looked at.
/// @return columns cut off on the left; nothing where it is one part
std::optional<std::size_t> keep_one_part(Matrix& matrix, const Background& about) {
  auto& columns = matrix.columns;
  std::size_t gap_begin = 0, gap_end = 0;
  for (std::size_t begin = 0; begin < columns.size();) {
    std::size_t end = begin;
    while (end < columns.size() && bits_over(columns[end], about) < kLeastInformation) ++end;
    if (end - begin > gap_end - gap_begin) gap_begin = begin, gap_end = end;
    begin = end + 1;
  }
  if (gap_end - gap_begin < kLeastGap) return std::nullopt;
  double left = 0, right = 0;
  for (std::size_t j = 0; j < gap_begin; ++j) left += bits_over(columns[j], about);
  for (std::size_t j = gap_end; j < columns.size(); ++j) right += bits_over(columns[j], about);
  const auto at = [&](std::size_t j) { return columns.begin() + static_cast<std::ptrdiff_t>(j); };
  if (left >= right) {
    columns.erase(at(gap_begin), columns.end());
    return 0;
  }
  columns.erase(columns.begin(), at(gap_end));
  return gap_end;
}

/// The mean with the other strand where the two are alike, of the columns that lie on each other.
bool make_palindrome(Matrix& matrix) {
  const std::size_t width = matrix.width();
  const Matrix other = reverse_complement(matrix);
  double best = -1;
  std::int64_t best_offset = 0;
  for (std::int64_t offset = -static_cast<std::int64_t>(width / 5);
       offset <= static_cast<std::int64_t>(width / 5); ++offset) {
    double sum = 0;
    std::size_t columns = 0;
    for (std::size_t j = 0; j < width; ++j) {
      const std::int64_t on = static_cast<std::int64_t>(j) + offset;
      if (on < 0 || on >= static_cast<std::int64_t>(width)) continue;
      sum +=
          column_score(matrix.columns[j], other.columns[static_cast<std::size_t>(on)], ColumnScore::pearson);
      ++columns;
    }
    if (sum / static_cast<double>(columns) > best) {
      best = sum / static_cast<double>(columns);
      best_offset = offset;
    }
  }
  if (best < kPalindrome) return false;
  std::vector<Column> columns;
  for (std::size_t j = 0; j < width; ++j) {
    const std::int64_t on = static_cast<std::int64_t>(j) + best_offset;
    if (on < 0 || on >= static_cast<std::int64_t>(width)) continue;
    Column mean{};
    for (std::size_t k = 0; k < 4; ++k)
      mean[k] = (matrix.columns[j][k] + other.columns[static_cast<std::size_t>(on)][k]) / 2;
    columns.push_back(mean);
  }
  matrix.columns = columns;
  return true;
}

}  // namespace

BestThreshold best_threshold(std::vector<double> positives, std::vector<double> negatives,
                             std::size_t least_sites) {
  std::sort(positives.begin(), positives.end(), std::greater<>());
  std::sort(negatives.begin(), negatives.end(), std::greater<>());
  BestThreshold best;
  std::vector<std::pair<double, double>> tried;  // score, z
  std::size_t below = 0;
  for (std::size_t i = 0; i < positives.size() && positives[i] > kNone; ++i) {
    if (i + 1 < positives.size() && positives[i + 1] == positives[i]) continue;
    while (below < negatives.size() && negatives[below] >= positives[i]) ++below;
    if (i + 1 < least_sites) continue;
    const Presence presence{static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(positives.size()),
                            static_cast<std::int64_t>(below), static_cast<std::int64_t>(negatives.size())};
    tried.emplace_back(positives[i], excess(presence));
    if (tried.back().second > best.excess) best = {positives[i], positives[i], presence, tried.back().second};
  }
  for (const auto& [score, z] : tried)
    if (z >= kLenient * best.excess) best.lenient_score = std::min(best.lenient_score, score);
  return best;
}

std::optional<RefinedMotif> refine(const SeedWord& seed, const ScanSet& positives, const ScanSet& negatives,
                                   const Background& background, const RefineOptions& options) {
  std::optional<Interval> starts = seed.starts;
  if (starts) starts = Interval{starts->begin - static_cast<std::int64_t>(kFlank), starts->end};
  Refinement refinement(positives, negatives, background, options, starts);
  Matrix matrix = flanked(of_word(seed.word, background), kFlank, kFlank, background);
  for (int turn = 0; turn < kTurns; ++turn)
    if (!refinement.turn(matrix)) return std::nullopt;
  for (int growth = 0; growth < kGrowths; ++growth) {
    const std::size_t before = matrix.width();
    std::size_t cut = trim(matrix, options.max_width, refinement.about());
    const auto part = keep_one_part(matrix, refinement.about());
    cut += part.value_or(0);
    if (matrix.columns.empty()) return std::nullopt;
    refinement.move_starts(static_cast<std::int64_t>(cut));
    // Both ends were wide enough to find out that nothing is there.
    const bool left_done = cut >= kFlank / 2, right_done = before - cut - matrix.width() >= kFlank / 2;
    if ((left_done && right_done && !part) || matrix.width() >= options.max_width) break;
    matrix = flanked(matrix, kFlank, kFlank, background);
    refinement.move_starts(-static_cast<std::int64_t>(kFlank));
    for (int turn = 0; turn < kTurnsAgain; ++turn)
      if (!refinement.turn(matrix)) return std::nullopt;
  }
  refinement.move_starts(static_cast<std::int64_t>(trim(matrix, options.max_width, refinement.about())));
  if (matrix.width() < options.min_width) return std::nullopt;
  RefinedMotif motif{matrix, 0, refinement.starts(), false, 0};
  motif.palindrome = make_palindrome(motif.matrix);
  if (motif.matrix.width() < options.min_width) return std::nullopt;
  const BestThreshold best = refinement.threshold(motif.matrix);
  if (!(best.excess > 0)) return std::nullopt;
  motif.least_bits = best.score;
  motif.excess = best.excess;
  return motif;
}

}  // namespace seqlens::motif
