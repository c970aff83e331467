#include "site_labels.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::train {
namespace {

constexpr double smallest_target = 0.02;  // beyond 2.8 s

std::int64_t divide_down(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

Strand other(Strand strand) {
  if (strand == Strand::unknown) return strand;
  return strand == Strand::forward ? Strand::reverse : Strand::forward;
}

}  // namespace

bool SiteAnnotations::add(const Site& site) {
  const bool known = std::ranges::any_of(sites_, [&](const Site& there) {
    return there.position == site.position && there.strand == site.strand;
  });
  if (!known) sites_.push_back(site);
  return !known;
}

void SiteAnnotations::ignore(const Interval& interval, Strand strand) {
  ignored_.push_back({interval, strand});
  longest_ignored_ = std::max(longest_ignored_, interval.length());
}

void SiteAnnotations::sort() {
  std::ranges::sort(sites_, {}, [](const Site& site) { return std::tuple(site.position, site.strand); });
  std::ranges::sort(ignored_, {}, [](const Ignored& place) {
    return std::tuple(place.interval.begin, place.interval.end, place.strand);
  });
}

std::vector<SiteAnnotations::Site> SiteAnnotations::sites_in(const Interval& interval) const {
  const auto first = std::ranges::lower_bound(sites_, interval.begin, {}, &Site::position);
  const auto end = std::ranges::lower_bound(sites_, interval.end, {}, &Site::position);
  return first < end ? std::vector<Site>(first, end) : std::vector<Site>();
}

std::vector<SiteAnnotations::Ignored> SiteAnnotations::ignored_in(const Interval& interval) const {
  const auto begin_of = [](const Ignored& place) { return place.interval.begin; };
  std::vector<Ignored> found;
  for (auto place = std::ranges::lower_bound(ignored_, interval.begin - longest_ignored_, {}, begin_of);
       place != ignored_.end() && place->interval.begin < interval.end; ++place) {
    if (place->interval.overlaps(interval)) found.push_back(*place);
  }
  return found;
}

SiteBins::SiteBins(const model::EncoderConfig& config, const SiteGeometry& geometry) : geometry_(geometry) {
  const std::int64_t positions = config.encoder_positions(static_cast<int>(geometry.window));
  if (geometry.kept < 1 || geometry.kept > geometry.window)
    throw Error(fmt::format("a window of {} bases cannot keep {}", geometry.window, geometry.kept));
  margin_ = (geometry.window - geometry.kept) / 2;
  first_base_ = config.token_bins_begin();
  bin_bases_ = config.token_bin_length();
  bins_ = positions * config.token_head->bins;
  kept_bins_ = {std::max<std::int64_t>(0, divide_down(margin_ - first_base_ + bin_bases_ - 1, bin_bases_)),
                std::min(bins_, divide_down(margin_ + geometry.kept - first_base_, bin_bases_))};
  if (kept_bins_.empty())
    throw Error(fmt::format("the {} bases kept of a window of {} hold no bin of the model", geometry.kept,
                            geometry.window));
}

std::size_t SiteBins::index(std::int64_t bin, Strand strand) const {
  return static_cast<std::size_t>(2 * bin + (strand == Strand::reverse ? 1 : 0));
}

Interval SiteBins::bins_of(const Interval& stretch) const {
  return {std::max(kept_bins_.begin, divide_down(stretch.begin - first_base_, bin_bases_)),
          std::min(kept_bins_.end, divide_down(stretch.end - 1 - first_base_, bin_bases_) + 1)};
}

void SiteBins::set_targets(const SiteAnnotations::Site& site, DenseLabels& labels) const {
  const auto reach = static_cast<std::int64_t>(4 * geometry_.spread) + bin_bases_;
  const Interval near = bins_of({site.position - reach, site.position + reach + 1});
  for (std::int64_t bin = near.begin; bin < near.end; ++bin) {
    const double middle =
        static_cast<double>(first_base_ + bin * bin_bases_) + static_cast<double>(bin_bases_) / 2 - 0.5;
    const double distance = (middle - static_cast<double>(site.position)) / geometry_.spread;
    const double target = std::exp(-0.5 * distance * distance);
    if (target < smallest_target) continue;
    const std::size_t at = index(bin, site.strand);
    labels.targets[at] = std::max(labels.targets[at], static_cast<float>(target));
    labels.weights[at] = 1;
  }
  const Interval own = bins_of({site.position, site.position + 1});
  if (!own.empty()) labels.sites.push_back({index(own.begin, site.strand), site.kind});
}

DenseLabels SiteBins::label(const SiteAnnotations& contig, std::int64_t begin, const Interval& shown,
                            bool reversed) const {
  DenseLabels labels;
  labels.targets.assign(static_cast<std::size_t>(2 * bins_), 0.0F);
  labels.weights.assign(static_cast<std::size_t>(2 * bins_), 0.0F);
  labels.first_bin = static_cast<std::size_t>(kept_bins_.begin);
  labels.end_bin = static_cast<std::size_t>(kept_bins_.end);
  for (std::int64_t bin = kept_bins_.begin; bin < kept_bins_.end; ++bin)
    labels.weights[index(bin, Strand::forward)] = labels.weights[index(bin, Strand::reverse)] = 1;

  const auto turned = [&](const Interval& stretch) {  // counted from the window's start as the model sees it
    return reversed ? Interval{geometry_.window - (stretch.end - begin),
                               geometry_.window - (stretch.begin - begin)}
                    : Interval{stretch.begin - begin, stretch.end - begin};
  };
  const auto lower = [&](const Interval& stretch, Strand strand, float weight) {
    const Interval covered = bins_of(stretch);
    for (std::int64_t bin = covered.begin; bin < covered.end; ++bin) {
      for (const Strand output : {Strand::forward, Strand::reverse}) {
        float& there = labels.weights[index(bin, output)];
        if (strand == Strand::unknown || strand == output) there = std::min(there, weight);
      }
    }
  };
  const std::int64_t end = begin + geometry_.window;
  for (const auto& place : contig.ignored_in({begin, end}))
    lower(turned(place.interval), reversed ? other(place.strand) : place.strand, 0);

  const std::int64_t near = geometry_.unsure_within;
  std::vector<SiteAnnotations::Site> sites = contig.sites_in({begin - near, end + near});
  for (auto& site : sites) {
    site.position = turned({site.position, site.position + 1}).begin;
    if (reversed) site.strand = other(site.strand);
    lower({site.position - near, site.position + near + 1}, site.strand,
          static_cast<float>(geometry_.unsure_weight));
  }
  const Interval visible = turned({begin + shown.begin, begin + shown.end});
  for (const auto& site : sites)
    if (visible.contains(site.position)) set_targets(site, labels);
  return labels;
}

}  // namespace seqlens::train
