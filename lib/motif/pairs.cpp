#include "seqlens/motif/pairs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "seqlens/core/errors.h"
#include "seqlens/core/false_discovery.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::motif {
namespace {

constexpr std::array<std::int64_t, 5> kStretches{1, 5, 10, 20, 40};
constexpr std::size_t kStrata = 5;

bool is_same(PairOrder order) {
  return order == PairOrder::same_behind || order == PairOrder::same_before;
}

/// Of two sites that do not overlap: the order, with `behind` where the second lies downstream of the first
/// one's strand.
PairOrder order_of(const MotifSite& first, const MotifSite& second) {
  const bool to_the_right = second.bases.begin >= first.bases.end;
  const bool behind = to_the_right == (first.strand == Strand::forward);
  if (first.strand == second.strand) return behind ? PairOrder::same_behind : PairOrder::same_before;
  return behind ? PairOrder::turned_behind : PairOrder::turned_before;
}

std::int64_t gap_of(const MotifSite& first, const MotifSite& second) {
  return std::max(first.bases.begin, second.bases.begin) - std::min(first.bases.end, second.bases.end);
}

/// Starts of a motif's sites by strand, added up over sequences.
struct Profile {
  std::array<std::vector<double>, 2> starts;
  std::int64_t width = 0;
};

Profile profile_of(const SitesBySequence& sites, std::size_t length) {
  Profile profile;
  for (auto& starts : profile.starts) starts.resize(length);
  for (const auto& some : sites)
    for (const MotifSite& site : some) {
      profile.width = site.bases.length();
      ++profile.starts[site.strand == Strand::reverse][static_cast<std::size_t>(site.bases.begin)];
    }
  return profile;
}

void count_pairs(const SitesBySequence& first, const SitesBySequence& second, MotifPair& pair) {
  const std::int64_t most = std::ssize(pair.counts[0]) - 1;
  for (std::size_t i = 0; i < first.size(); ++i) {
    bool apart = false, over = false;
    for (const MotifSite& a : first[i]) {
      for (const MotifSite& b : second[i]) {
        if (a.bases.overlaps(b.bases)) {
          over = true;
          continue;
        }
        apart = true;
        const std::int64_t gap = gap_of(a, b);
        if (gap <= most)
          ++pair.counts[static_cast<std::size_t>(order_of(a, b))][static_cast<std::size_t>(gap)];
      }
    }
    pair.together += apart;
    pair.overlapping += over && !apart;
  }
}

/// Sites of the first motif in one sequence with those of the second in another.
void expect_pairs(const Profile& first, const Profile& second, double sequences, MotifPair& pair) {
  const std::int64_t most = std::ssize(pair.counts[0]) - 1;
  const std::int64_t length = std::ssize(first.starts[0]);
  for (std::size_t a = 0; a < 2; ++a) {
    for (std::size_t b = 0; b < 2; ++b) {
      const auto& starts = first.starts[a];
      const auto& others = second.starts[b];
      for (std::int64_t x = 0; x < length; ++x) {
        const double weight = starts[static_cast<std::size_t>(x)] / sequences;
        if (weight == 0) continue;
        for (const bool right : {false, true}) {
          const bool behind = right == (a == 0);
          const PairOrder order = a == b ? (behind ? PairOrder::same_behind : PairOrder::same_before)
                                         : (behind ? PairOrder::turned_behind : PairOrder::turned_before);
          auto& expected = pair.expected[static_cast<std::size_t>(order)];
          for (std::int64_t gap = 0; gap <= most; ++gap) {
            const std::int64_t y = right ? x + first.width + gap : x - gap - second.width;
            if (y < 0 || y >= length) break;
            expected[static_cast<std::size_t>(gap)] += weight * others[static_cast<std::size_t>(y)];
          }
        }
      }
    }
  }
}

/// A stretch of gaps of one order, and how it stands out.
struct Stretch {
  std::size_t order = 0;
  Interval gaps;
  std::int64_t count = 0;
  double expected = 0;
  double p = 1;
};

std::vector<Stretch> stretches_of(MotifPair& pair) {
  std::int64_t seen = 0;
  double expected = 0;
  for (std::size_t order = 0; order < kPairOrders; ++order) {
    seen = std::accumulate(pair.counts[order].begin(), pair.counts[order].end(), seen);
    expected = std::accumulate(pair.expected[order].begin(), pair.expected[order].end(), expected);
  }
  // Never scaled down: two motifs that shun each other would else have a gap where they do not.
  const double scale = expected > 0 ? std::max(1.0, static_cast<double>(seen) / expected) : 1;
  std::vector<Stretch> stretches;
  for (std::size_t order = 0; order < kPairOrders; ++order) {
    for (double& value : pair.expected[order]) value *= scale;
    const std::int64_t gaps = std::ssize(pair.counts[order]);
    for (const std::int64_t width : kStretches) {
      for (std::int64_t begin = 0; begin + width <= gaps; begin += std::max<std::int64_t>(width / 2, 1)) {
        Stretch stretch{order, {begin, begin + width}};
        for (std::int64_t gap = begin; gap < begin + width; ++gap) {
          stretch.count += pair.counts[order][static_cast<std::size_t>(gap)];
          stretch.expected += pair.expected[order][static_cast<std::size_t>(gap)];
        }
        stretch.p = poisson_tail(stretch.count, stretch.expected);
        stretches.push_back(stretch);
      }
    }
  }
  return stretches;
}

/// Sequences by GC content, in so many parts of equal size.
std::vector<std::size_t> strata_of(std::span<const double> gc) {
  std::vector<std::size_t> order(gc.size()), strata(gc.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return gc[a] < gc[b]; });
  for (std::size_t rank = 0; rank < order.size(); ++rank) strata[order[rank]] = rank * kStrata / order.size();
  return strata;
}

void test_together(const SitesBySequence& first, const SitesBySequence& second,
                   const std::vector<std::size_t>& strata, MotifPair& pair) {
  double variance = 0;
  for (std::size_t stratum = 0; stratum < kStrata; ++stratum) {
    double all = 0, with_first = 0, with_second = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (strata[i] != stratum) continue;
      ++all;
      with_first += first[i].empty() ? 0 : 1;
      with_second += second[i].empty() ? 0 : 1;
    }
    if (all < 2) continue;
    pair.together_expected += with_first * with_second / all;
    variance += with_first * with_second * (all - with_first) * (all - with_second) / (all * all * (all - 1));
  }
  if (!(variance > 0)) return;
  const double z = (static_cast<double>(pair.together) - pair.together_expected - 0.5) / std::sqrt(variance);
  pair.p_together = 0.5 * std::erfc(z / std::sqrt(2.0));
}

}  // namespace

std::string to_string(PairOrder order) {
  return std::string(is_same(order) ? "same strand, " : "other strand, ") +
         (order == PairOrder::same_behind || order == PairOrder::turned_behind ? "behind" : "before");
}

std::vector<std::pair<MotifSite, MotifSite>> pairs_at(std::span<const MotifSite> first,
                                                      std::span<const MotifSite> second, PairOrder order,
                                                      const Interval& gaps) {
  std::vector<std::pair<MotifSite, MotifSite>> pairs;
  for (const MotifSite& a : first)
    for (const MotifSite& b : second)
      if (!a.bases.overlaps(b.bases) && order_of(a, b) == order && gaps.contains(gap_of(a, b)))
        pairs.emplace_back(a, b);
  return pairs;
}

double poisson_tail(std::int64_t count, double mean) {
  if (count <= 0) return 1;
  if (!(mean > 0)) return 0;
  int sign = 0;
  const auto log_term = [&](std::int64_t k) {
    return static_cast<double>(k) * std::log(mean) - mean - ::lgamma_r(static_cast<double>(k) + 1, &sign);
  };
  if (static_cast<double>(count) <= mean) {  // the lower part is the shorter sum
    double below = 0;
    for (std::int64_t k = count - 1; k >= 0; --k) below += std::exp(log_term(k));
    return std::max(0.0, 1 - below);
  }
  double term = std::exp(log_term(count)), sum = 0;
  for (std::int64_t k = count; term > sum * 1e-17; ++k) {
    sum += term;
    term *= mean / static_cast<double>(k + 1);
  }
  return std::min(sum, 1.0);
}

std::vector<MotifPair> motif_pairs(const std::vector<SitesBySequence>& sites, std::span<const double> gc,
                                   const PairOptions& options) {
  std::size_t length = 1;
  for (const auto& motif : sites) {
    if (motif.size() != gc.size()) throw ShapeError("motif_pairs: lists of sites and GC contents disagree");
    for (const auto& some : motif)
      for (const MotifSite& site : some) length = std::max(length, static_cast<std::size_t>(site.bases.end));
  }
  std::vector<Profile> profiles;
  for (const auto& motif : sites) profiles.push_back(profile_of(motif, length));
  std::vector<MotifPair> pairs;
  for (std::size_t first = 0; first < sites.size(); ++first)
    for (std::size_t second = first + 1; second < sites.size(); ++second) {
      pairs.emplace_back();
      pairs.back().first = first;
      pairs.back().second = second;
    }
  const auto strata = strata_of(gc);
  std::vector<std::vector<Stretch>> stretches(pairs.size());
  parallel::parallel_for(pairs.size(), [&](std::size_t i) {
    MotifPair& pair = pairs[i];
    for (std::size_t order = 0; order < kPairOrders; ++order) {
      pair.counts[order].resize(static_cast<std::size_t>(options.longest_gap) + 1);
      pair.expected[order].resize(static_cast<std::size_t>(options.longest_gap) + 1);
    }
    count_pairs(sites[pair.first], sites[pair.second], pair);
    expect_pairs(profiles[pair.first], profiles[pair.second], static_cast<double>(gc.size()), pair);
    stretches[i] = stretches_of(pair);
    test_together(sites[pair.first], sites[pair.second], strata, pair);
  });
  std::vector<double> p_gaps, p_together;
  for (const auto& some : stretches)
    for (const Stretch& stretch : some) p_gaps.push_back(stretch.p);
  for (const MotifPair& pair : pairs) p_together.push_back(pair.p_together);
  const auto q_gaps = benjamini_hochberg(p_gaps), q_together = benjamini_hochberg(p_together);
  std::size_t at = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i].q_together = q_together[i];
    for (const Stretch& stretch : stretches[i]) {
      const double q = q_gaps[at++];
      if (stretch.p >= pairs[i].p_gaps) continue;
      pairs[i].p_gaps = stretch.p;
      pairs[i].q_gaps = q;
      pairs[i].gaps = stretch.gaps;
      pairs[i].order = static_cast<PairOrder>(stretch.order);
      pairs[i].at_gaps = stretch.count;
      pairs[i].at_gaps_expected = stretch.expected;
    }
  }
  return pairs;
}

}  // namespace seqlens::motif
