#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/model/config.h"
#include "seqlens/train/example.h"
#include "seqlens/train/site_sampler.h"

namespace seqlens::train {

/// What is known of one contig: its sites and the places that carry no loss.
class SiteAnnotations {
 public:
  struct Site {
    std::int64_t position = 0;
    Strand strand = Strand::forward;
    int kind = 0;
  };
  struct Ignored {
    Interval interval;
    Strand strand = Strand::unknown;
  };

  /// False when a site of this position and strand is there already.
  bool add(const Site& site);
  void ignore(const Interval& interval, Strand strand);
  /// To be called once, before the next two.
  void sort();
  [[nodiscard]] std::vector<Site> sites_in(const Interval& interval) const;
  [[nodiscard]] std::vector<Ignored> ignored_in(const Interval& interval) const;

 private:
  std::vector<Site> sites_;
  std::vector<Ignored> ignored_;
  std::int64_t longest_ignored_ = 0;
};

/// Where the bins of a window lie, and what is expected of them.
class SiteBins {
 public:
  /// @throws Error when the window, its kept part and the model do not fit together.
  SiteBins(const model::EncoderConfig& config, const SiteGeometry& geometry);

  /// Bases of a window before its kept part.
  [[nodiscard]] std::int64_t margin() const { return margin_; }

  /// Labels of the window that starts at `begin`.
  /// @param shown     its stretch that is not N, counted from its start; a site outside of it teaches nothing
  /// @param reversed  the window is given as its reverse complement
  [[nodiscard]] DenseLabels label(const SiteAnnotations& contig, std::int64_t begin, const Interval& shown,
                                  bool reversed) const;

 private:
  [[nodiscard]] std::size_t index(std::int64_t bin, Strand strand) const;
  /// Bins of the kept part that share a base with the stretch of the window.
  [[nodiscard]] Interval bins_of(const Interval& stretch) const;
  void set_targets(const SiteAnnotations::Site& site, DenseLabels& labels) const;

  SiteGeometry geometry_;
  std::int64_t margin_ = 0;
  std::int64_t first_base_ = 0;  // of bin 0
  std::int64_t bin_bases_ = 1;
  std::int64_t bins_ = 0;
  Interval kept_bins_;
};

}  // namespace seqlens::train
