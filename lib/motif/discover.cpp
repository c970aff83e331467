#include "seqlens/motif/discover.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "seqlens/core/dinucleotide_shuffle.h"
#include "seqlens/core/false_discovery.h"
#include "seqlens/core/random.h"
#include "seqlens/motif/comparison.h"
#include "seqlens/motif/enrichment.h"
#include "seqlens/motif/halves.h"
#include "seqlens/motif/repeats.h"
#include "seqlens/motif/score_distribution.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::motif {
namespace {

constexpr std::size_t kShuffledStretch = 100;
constexpr double kGcTolerance = 0.02;
constexpr double kValidationP = 0.01;
constexpr double kDuplicate = 0.85;
constexpr double kSaysMuch = 0.5;
/// By how much a window must stand out more than the whole sequence to be taken.
constexpr double kWindowGain = 2;
constexpr std::size_t kLeastSites = 10;
constexpr double kUsualP = 1e-4;
constexpr double kNone = -std::numeric_limits<double>::infinity();

std::string shuffled_in_stretches(const std::string& bases, Random& random) {
  std::string shuffled;
  for (std::size_t at = 0; at < bases.size();) {
    // A rest of less than half a stretch goes with the one before.
    const std::size_t left = bases.size() - at;
    const std::size_t length = left < kShuffledStretch + kShuffledStretch / 2 ? left : kShuffledStretch;
    shuffled += dinucleotide_shuffle(std::string_view(bases).substr(at, length), random);
    at += length;
  }
  return shuffled;
}

using Sites = std::vector<std::optional<BestSite>>;

std::int64_t count_sites(const Sites& sites, std::int32_t least) {
  return std::count_if(sites.begin(), sites.end(),
                       [&](const auto& site) { return site && site->steps >= least; });
}

Presence presence(const SearchedMotif& motif, const Sites& with, const Sites& without) {
  return {count_sites(with, motif.least_steps()), std::ssize(with), count_sites(without, motif.least_steps()),
          std::ssize(without)};
}

Presence presence(const SearchedMotif& motif, const ScanSet& positives, const ScanSet& negatives) {
  return presence(motif, motif.best(positives), motif.best(negatives));
}

SearchedMotif searched(const FoundMotif& motif, const Background& background) {
  return {motif.matrix, background, motif.least_bits, motif.starts};
}

/// Stands out on sequences that it was not made from.
bool holds(const FoundMotif& motif, const ContrastSets& validate, const Background& background) {
  const SearchedMotif tried = searched(motif, background);
  if (fisher_greater(presence(tried, validate.positives, validate.shuffled)) >= kValidationP) return false;
  if (validate.negatives.size() == 0) return true;
  return fold(presence(tried, validate.matched_positives, validate.negatives)) > 1;
}

/// Without columns at the ends that say less than half a bit: by those two motifs do not differ.
Matrix core_of(Matrix matrix) {
  auto& columns = matrix.columns;
  const auto says = [](const Column& column) { return information(column) >= kSaysMuch; };
  columns.erase(std::find_if(columns.rbegin(), columns.rend(), says).base(), columns.end());
  columns.erase(columns.begin(), std::find_if(columns.begin(), columns.end(), says));
  return matrix;
}

void erase_sites(ScanSet& set, const SearchedMotif& motif) {
  for (std::size_t i = 0; i < set.size(); ++i) {
    std::vector<std::int64_t> starts;
    motif.sites(set, i, [&](std::int64_t start, std::int32_t /*steps*/, Strand /*strand*/) {
      if (starts.empty() || starts.back() != start) starts.push_back(start);
    });
    for (const std::int64_t start : starts)
      set.erase(i, {start, start + static_cast<std::int64_t>(motif.width())});
  }
}

/// Where positives have their sites more than shuffles do, if that is a stretch.
std::optional<Interval> preferred_window(const FoundMotif& motif, const ContrastSets& sets,
                                         const Background& background) {
  const std::size_t length = sets.positives.size() > 0 ? sets.positives.bases(0).size() : 0;
  for (const std::string& bases : sets.positives.all_bases())
    if (bases.size() != length) return std::nullopt;
  const SearchedMotif tried = searched(motif, background);
  const Sites with = tried.best(sets.positives), without = tried.best(sets.shuffled);
  const auto starts_of = [&](const Sites& sites) {
    std::vector<std::int64_t> counts(length + 1);  // counts[i]: sites that begin before i
    for (const auto& site : sites)
      if (site && site->steps >= tried.least_steps()) ++counts[static_cast<std::size_t>(site->start) + 1];
    for (std::size_t i = 1; i <= length; ++i) counts[i] += counts[i - 1];
    return counts;
  };
  const auto positives = starts_of(with), negatives = starts_of(without);
  double best =
      excess({positives[length], std::ssize(with), negatives[length], std::ssize(without)}) + kWindowGain;
  std::optional<Interval> window;
  for (const std::size_t width : {20UL, 40UL, 80UL, 160UL}) {
    for (std::size_t begin = 0; begin + width <= length; begin += 10) {
      const double z = excess({positives[begin + width] - positives[begin], std::ssize(with),
                               negatives[begin + width] - negatives[begin], std::ssize(without)});
      if (z <= best) continue;
      best = z;
      window = Interval{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(begin + width)};
    }
  }
  return window;
}

std::vector<double> scores_of(const SearchedMotif& motif, const Sites& sites) {
  std::vector<double> scores;
  for (const auto& site : sites) scores.push_back(site ? motif.bits(site->steps) : kNone);
  return scores;
}

/// Everything that the held-out sequences say of a motif, but q.
void test_motif(FoundMotif& motif, const ContrastSets& sets, const Background& background) {
  const SearchedMotif tried = searched(motif, background);
  const Sites with = tried.best(sets.positives), shuffled = tried.best(sets.shuffled);
  motif.shuffled = presence(tried, with, shuffled);
  motif.p_shuffled = motif.p = fisher_greater(motif.shuffled);
  motif.auroc_shuffled = auroc(scores_of(tried, with), scores_of(tried, shuffled));
  if (sets.negatives.size() == 0) return;
  const Sites matched = tried.best(sets.matched_positives), negatives = tried.best(sets.negatives);
  motif.negative = presence(tried, matched, negatives);
  motif.p_negative = fisher_greater(motif.negative);
  motif.auroc_negative = auroc(scores_of(tried, matched), scores_of(tried, negatives));
  motif.p = std::max(motif.p_shuffled, *motif.p_negative);
}

}  // namespace

bool are_duplicates(const Matrix& one, const Matrix& other) {
  const Matrix a = core_of(one), b = core_of(other);
  const std::size_t narrow = std::min(a.width(), b.width());
  if (narrow == 0) return false;
  return similarity(a, b, narrow - narrow / 5).correlation >= kDuplicate;
}

std::vector<std::string> shuffled_copies(std::span<const std::string> sequences, int copies,
                                         std::uint64_t seed) {
  std::vector<std::string> shuffled;
  for (int copy = 0; copy < copies; ++copy) {
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      Random random = Random::for_item(seed + static_cast<std::uint64_t>(copy), i);
      shuffled.push_back(shuffled_in_stretches(sequences[i], random));
    }
  }
  return shuffled;
}

ContrastSets contrast_sets(const std::vector<std::string>& positives,
                           const std::vector<std::string>& negatives, int copies, std::uint64_t seed) {
  std::vector<double> gc, other_gc;
  for (const std::string& bases : positives) gc.push_back(gc_share(bases));
  for (const std::string& bases : negatives) other_gc.push_back(gc_share(bases));
  std::vector<std::string> matched, partners;
  const auto pairs = match_gc(gc, other_gc, kGcTolerance);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i] < 0) continue;
    matched.push_back(positives[i]);
    partners.push_back(negatives[static_cast<std::size_t>(pairs[i])]);
  }
  return {ScanSet(positives),
          ScanSet(shuffled_copies(positives, copies, seed)),
          ScanSet(std::move(matched)),
          ScanSet(std::move(partners)),
          {},
          {}};
}

void seed_only_in(ContrastSets& sets, const std::vector<std::vector<Interval>>& stretches) {
  const auto cut = [&](const ScanSet& set) {
    std::vector<std::string> sequences;
    for (std::size_t i = 0; i < set.size(); ++i) {
      std::string bases(set.bases(i).size(), 'N');
      for (const Interval& stretch : stretches[i % stretches.size()]) {
        const auto at = static_cast<std::size_t>(stretch.begin);
        const auto length = static_cast<std::size_t>(stretch.length());
        bases.replace(at, length, set.bases(i), at, length);
      }
      sequences.push_back(std::move(bases));
    }
    return ScanSet(std::move(sequences));
  };
  sets.seed_positives = cut(sets.positives);
  sets.seed_shuffled = cut(sets.shuffled);
}

std::vector<FoundMotif> find_motifs(ContrastSets& sets, const ContrastSets& validate,
                                    const Background& background, const DiscoverOptions& options,
                                    const std::function<void(std::size_t)>& tell) {
  std::vector<FoundMotif> motifs;
  std::vector<SeedWord> tried;
  int barren = 0;
  const bool cut = sets.seed_positives.size() > 0;
  while (motifs.size() < options.max_motifs && barren < options.most_barren_rounds) {
    const auto seeds =
        seed_words(cut ? sets.seed_positives : sets.positives, cut ? sets.seed_shuffled : sets.shuffled,
                   options.seeds_a_round, options.least_excess, tried);
    if (seeds.empty()) break;
    tried.insert(tried.end(), seeds.begin(), seeds.end());
    std::vector<std::optional<RefinedMotif>> refined(seeds.size());
    parallel::parallel_for(seeds.size(), [&](std::size_t i) {
      refined[i] = refine(seeds[i], sets.positives, sets.shuffled, background, options.refine);
    });
    std::stable_sort(refined.begin(), refined.end(), [](const auto& a, const auto& b) {
      return (a ? a->excess : kNone) > (b ? b->excess : kNone);
    });
    const std::size_t before = motifs.size();
    for (const auto& candidate : refined) {
      if (!candidate || motifs.size() == options.max_motifs) continue;
      FoundMotif motif;
      motif.matrix = candidate->matrix;
      motif.least_bits = candidate->least_bits;
      motif.starts = candidate->starts;
      motif.palindrome = candidate->palindrome;
      motif.repeat = repeat_name(candidate->matrix);
      motif.excess = candidate->excess;
      const auto same = [&](const FoundMotif& other) { return are_duplicates(motif.matrix, other.matrix); };
      if (std::any_of(motifs.begin() + static_cast<std::ptrdiff_t>(before), motifs.end(), same)) continue;
      if (!holds(motif, validate, background)) continue;
      if (!motif.starts) motif.starts = preferred_window(motif, sets, background);
      motifs.push_back(std::move(motif));
    }
    barren = motifs.size() > before ? 0 : barren + 1;
    for (std::size_t i = before; i < motifs.size(); ++i) {
      const SearchedMotif found = searched(motifs[i], background);
      for (ScanSet* set : {&sets.positives, &sets.shuffled, &sets.seed_positives, &sets.seed_shuffled})
        erase_sites(*set, found);
    }
    tell(motifs.size());
  }
  return distinct_motifs(std::move(motifs));
}

std::vector<FoundMotif> distinct_motifs(std::vector<FoundMotif> motifs) {
  std::stable_sort(motifs.begin(), motifs.end(), [](const FoundMotif& a, const FoundMotif& b) {
    return std::pair(!a.repeat.empty(), -a.excess) < std::pair(!b.repeat.empty(), -b.excess);
  });
  std::vector<FoundMotif> distinct;
  for (FoundMotif& motif : motifs) {
    const auto same = [&](const FoundMotif& other) { return are_duplicates(motif.matrix, other.matrix); };
    if (std::none_of(distinct.begin(), distinct.end(), same)) distinct.push_back(std::move(motif));
  }
  return distinct;
}

FoundMotif given_motif(const Matrix& matrix, const ContrastSets& sets, const Background& background) {
  const SearchedMotif tried(matrix, background);
  const BestThreshold best = best_threshold(scores_of(tried, tried.best(sets.positives)),
                                            scores_of(tried, tried.best(sets.shuffled)), kLeastSites);
  FoundMotif motif;
  motif.matrix = matrix;
  motif.excess = best.excess;
  motif.repeat = repeat_name(matrix);
  motif.least_bits = best.score;
  if (!(best.excess > 0)) {
    const ScoreMatrix scores(matrix, background);
    motif.least_bits = scores.bits(ScoreDistribution(scores, kUsualP).threshold());
  }
  return motif;
}

void test_motifs(std::vector<FoundMotif>& motifs, const ContrastSets& held_out,
                 const Background& background) {
  std::vector<double> p_values;
  for (FoundMotif& motif : motifs) {
    test_motif(motif, held_out, background);
    p_values.push_back(motif.p);
  }
  const auto q_values = benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < motifs.size(); ++i) motifs[i].q = q_values[i];
  std::stable_sort(motifs.begin(), motifs.end(), [](const FoundMotif& a, const FoundMotif& b) {
    return std::pair(!a.repeat.empty(), a.p) < std::pair(!b.repeat.empty(), b.p);
  });
}

}  // namespace seqlens::motif
