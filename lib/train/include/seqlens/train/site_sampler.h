#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/model/config.h"
#include "seqlens/train/example.h"
#include "seqlens/train/promoter_sampler.h"
#include "seqlens/train/tss_index.h"

namespace seqlens::train {

/// Windows of the positions objective, and what is expected of their bins. All in bases.
struct SiteGeometry {
  std::int64_t window = 0;  ///< that the model sees
  std::int64_t kept = 0;    ///< middle part whose bins are trained and judged
  double spread = 12;       ///< s of the target exp(-d^2 / (2 s^2)) of a bin whose middle is d from a site
  /// Bins of a site's output beyond its targets and up to so far have `unsure_weight`: where a site is, more
  /// of them are likely that nobody has seen.
  std::int64_t unsure_within = 240;
  double unsure_weight = 0;
};

/// Shares of the kinds of windows, relative to each other, and what is done to all of them alike.
struct SiteMixture {
  double sites = 0.5;      ///< a site at a uniform place of the kept part; every list of sites equally often
  double hard = 0.25;      ///< a hard place at a uniform place of the kept part; every list equally often
  double anywhere = 0.25;  ///< uniform in the regions
  /// A place of the lists of records at a uniform place of the kept part, N around: what a record of a few
  /// hundred bases looks like. Every list equally often, so that here sites may be as frequent as they are in
  /// files of records, and not as in a genome: the N tell the model which of the two it has before it.
  double records = 0;
  /// Weights of the loss of the latter three, windows around sites having 1: sites are far rarer in a genome
  /// than among these windows, and scores of places that look like nothing would be too high beside the
  /// others.
  double hard_weight = 1;
  double anywhere_weight = 1;
  double records_weight = 1;
  double cropped = 0.1;  ///< share of the others, and all of `records`, with N outside a random stretch of
                         ///< shortest to longest bases
  std::int64_t shortest = 200;
  std::int64_t longest = 600;
  double mutated = 0.03;  ///< share of the bases that a random base takes the place of
};

/// A stretch of a contig; strand unknown: of both strands.
struct PlacedInterval {
  std::string contig;
  Interval interval;
  Strand strand = Strand::unknown;
};

struct SiteData {
  std::vector<TrainingContig> contigs;
  std::vector<std::vector<Tss>> sites;  ///< lists of sites with strand
  std::vector<PlacedInterval> ignored;  ///< bins that carry no loss, unless a site gives them a target
  std::vector<std::vector<PlacedInterval>> hard;     ///< lists of places that models take for sites wrongly
  std::vector<std::vector<PlacedInterval>> records;  ///< lists of places of records, with sites and without
};

/// Random windows for the positions objective, drawn afresh for every (epoch, index), half of them reverse
/// complemented. Every window lies wholly inside a region, so that where a contig ends says nothing about
/// where a site is. Sites whose 101 bases around are the same (contigs that overlap) count as one place.
class SiteSampler final : public ExampleSource {
 public:
  /// @param config  with a token head of the outputs "+" and "-"
  /// @throws Error saying which: no site, hard place or record left with a window around it inside the
  /// regions, a window longer than every region, a kept part without a bin, nothing left to learn from
  /// outside `ignored`.
  SiteSampler(const model::EncoderConfig& config, SiteData data, const SiteGeometry& geometry,
              const SiteMixture& mixture, std::uint64_t epoch_size, std::uint64_t seed);
  ~SiteSampler() override;

  [[nodiscard]] std::uint64_t size() const override;
  [[nodiscard]] Example example(std::uint64_t epoch, std::uint64_t index) const override;

  /// Different places with a window, of each list of sites.
  [[nodiscard]] std::vector<std::size_t> places() const;

  /// The windows by which a model is judged: one around each place of the lists, at a seeded place of the
  /// kept part, and `anywhere` seeded windows of the regions; as given, without mutations.
  [[nodiscard]] std::vector<Example> dev_windows(std::size_t anywhere) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::train
