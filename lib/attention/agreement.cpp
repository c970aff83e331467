#include "seqlens/attention/agreement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/false_discovery.h"
#include "seqlens/core/random.h"
#include "seqlens/evaluate/rank_correlation.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::attention {
namespace {

// Seeds of the two nulls' streams: one stream a permutation, the same for every track.
constexpr std::uint64_t kShiftStream = std::uint64_t{1} << 40;

void check(std::span<const AgreementRecord> records, const AgreementOptions& options) {
  if (records.size() < 2)
    throw Error(fmt::format("agreement needs 2 records with a window each, there are {}", records.size()));
  if (options.permutations < 1 || options.gc_bins < 1) {
    throw Error(fmt::format("agreement needs a permutation and a GC bin, not {} and {}", options.permutations,
                            options.gc_bins));
  }
  const std::size_t positions = records[0].effects.size();
  const std::size_t values = records[0].tracks.size();
  if (positions < 2 || values % positions != 0) {
    throw ShapeError(fmt::format("agreement: {} track values at {} positions", values, positions));
  }
  for (std::size_t r = 0; r < records.size(); ++r) {
    if (records[r].effects.size() != positions || records[r].tracks.size() != values) {
      throw ShapeError(
          fmt::format("agreement: record {} has {} effects and {} track values, record 0 {} and {}", r,
                      records[r].effects.size(), records[r].tracks.size(), positions, values));
    }
    if (std::isnan(records[r].gc)) throw Error(fmt::format("agreement: the GC share of record {} is NaN", r));
  }
}

// Record numbers of each GC bin: equal counts by rank of GC (ties by number), at least two in a bin.
std::vector<std::vector<std::size_t>> bins_of(std::span<const AgreementRecord> records, std::size_t wanted) {
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return records[a].gc < records[b].gc; });
  const std::size_t count = std::clamp<std::size_t>(wanted, 1, records.size() / 2);
  std::vector<std::vector<std::size_t>> bins(count);
  for (std::size_t i = 0; i < order.size(); ++i) bins[i * count / order.size()].push_back(order[i]);
  return bins;
}

double product(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Everything that the tests of one track need to know: correlations of all pairings that a null can draw.
class TrackPairings {
 public:
  using Ranks = std::vector<std::vector<double>>;  // one row a record

  TrackPairings(const Ranks& effects, const Ranks& track, const std::vector<std::vector<std::size_t>>& bins)
      : bins_(bins) {
    for (const auto& bin : bins) add_bin(effects, track, bin);
    for (std::size_t r = 0; r < effects.size(); ++r) add_shifts(effects[r], track[r]);
  }

  [[nodiscard]] double observed() const {
    double sum = 0;
    for (std::size_t b = 0; b < bins_.size(); ++b) {
      for (std::size_t i = 0; i < bins_[b].size(); ++i) sum += pair(b, i, i);
    }
    return sum / records();
  }

  // Mean over records of the mean over the others of the bin.
  [[nodiscard]] double other_records() const {
    double sum = 0;
    for (std::size_t b = 0; b < bins_.size(); ++b) {
      const std::size_t size = bins_[b].size();
      for (std::size_t i = 0; i < size; ++i) {
        double others = -pair(b, i, i);
        for (std::size_t j = 0; j < size; ++j) others += pair(b, i, j);
        sum += others / static_cast<double>(size - 1);
      }
    }
    return sum / records();
  }

  [[nodiscard]] double permuted(Random& random) const {
    double sum = 0;
    std::vector<std::size_t> owner;
    for (std::size_t b = 0; b < bins_.size(); ++b) {
      owner.resize(bins_[b].size());
      std::iota(owner.begin(), owner.end(), std::size_t{0});
      shuffle(std::span(owner), random);
      for (std::size_t i = 0; i < owner.size(); ++i) sum += pair(b, i, owner[i]);
    }
    return sum / records();
  }

  [[nodiscard]] double shifted(Random& random) const {
    double sum = 0;
    for (const auto& by_shift : shifts_) sum += by_shift[random.below(by_shift.size())];
    return sum / records();
  }

 private:
  // Correlation of the effects of the bin's record i with the track of its record j.
  [[nodiscard]] double pair(std::size_t b, std::size_t i, std::size_t j) const {
    return pairs_[b][i * bins_[b].size() + j];
  }
  [[nodiscard]] double records() const { return static_cast<double>(shifts_.size()); }

  void add_bin(const Ranks& effects, const Ranks& track, const std::vector<std::size_t>& bin) {
    auto& pairs = pairs_.emplace_back();
    for (const std::size_t i : bin) {
      for (const std::size_t j : bin) pairs.push_back(product(effects[i], track[j]));
    }
  }

  void add_shifts(std::span<const double> effects, const std::vector<double>& track) {
    std::vector<double> twice = track;
    twice.insert(twice.end(), track.begin(), track.end());
    auto& by_shift = shifts_.emplace_back();
    for (std::size_t s = 0; s < track.size(); ++s) {
      by_shift.push_back(product(effects, std::span(twice).subspan(s, track.size())));
    }
  }

  const std::vector<std::vector<std::size_t>>& bins_;
  std::vector<std::vector<double>> pairs_;   // a square a bin
  std::vector<std::vector<double>> shifts_;  // a row a record
};

// (1 + how often a drawn mean reaches the observed one) / (1 + draws). Sums in another order may differ in
// their last bits, so what is equal but for those counts as reached.
template <class Draw>
double p_value(double observed, const AgreementOptions& options, std::uint64_t stream, Draw draw) {
  constexpr double kRounding = 1e-12;
  int reached = 0;
  for (int n = 0; n < options.permutations; ++n) {
    Random random = Random::for_item(options.seed, stream + static_cast<std::uint64_t>(n));
    reached += draw(random) >= observed - kRounding;
  }
  return (1.0 + reached) / (1.0 + options.permutations);
}

TrackAgreement measure_track(const TrackPairings& pairings, const AgreementOptions& options) {
  TrackAgreement track;
  track.correlation = pairings.observed();
  track.other_records = pairings.other_records();
  track.p_records = p_value(track.correlation, options, 0, [&](Random& r) { return pairings.permuted(r); });
  track.p_shifts =
      p_value(track.correlation, options, kShiftStream, [&](Random& r) { return pairings.shifted(r); });
  return track;
}

void judge(std::vector<TrackAgreement>& tracks, double level) {
  std::vector<double> by_records;
  std::vector<double> by_shifts;
  for (const TrackAgreement& track : tracks) {
    by_records.push_back(track.p_records);
    by_shifts.push_back(track.p_shifts);
  }
  by_records = benjamini_hochberg(by_records);
  by_shifts = benjamini_hochberg(by_shifts);
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    tracks[t].q_records = by_records[t];
    tracks[t].q_shifts = by_shifts[t];
    tracks[t].agrees = by_records[t] <= level && by_shifts[t] <= level;
  }
}

std::vector<double> track_values(const AgreementRecord& record, std::size_t track) {
  const std::size_t positions = record.effects.size();
  const auto row = std::span(record.tracks).subspan(track * positions, positions);
  return {row.begin(), row.end()};
}

}  // namespace

std::vector<TrackAgreement> measure_agreement(std::span<const AgreementRecord> records,
                                              const AgreementOptions& options) {
  check(records, options);
  const auto bins = bins_of(records, options.gc_bins);
  TrackPairings::Ranks effects;
  for (const AgreementRecord& record : records) effects.push_back(evaluate::unit_ranks(record.effects));
  std::vector<TrackAgreement> tracks(records[0].tracks.size() / records[0].effects.size());
  parallel::parallel_for(tracks.size(), [&](std::size_t t) {
    TrackPairings::Ranks ranks;
    for (const AgreementRecord& record : records)
      ranks.push_back(evaluate::unit_ranks(track_values(record, t)));
    tracks[t] = measure_track(TrackPairings(effects, ranks, bins), options);
  });
  judge(tracks, options.level);
  return tracks;
}

}  // namespace seqlens::attention
