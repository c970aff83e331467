#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/gc_bin.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/dna.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/scan/strand_windows.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "gc_counts.h"
#include "viewpoint.h"

namespace seqlens::attention {
namespace {

std::vector<Interval> shifted(const tokenize::TokenMap& places, std::int64_t by) {
  std::vector<Interval> result;
  for (const Interval& place : places) result.push_back({place.begin + by, place.end + by});
  return result;
}

class PromoterWindows final : public WindowRunner {
 public:
  PromoterWindows(const model::Encoder& encoder, const scan::PromoterSettings& settings,
                  const ReductionPlan& plan, const scan::WindowOptions& windows, MakeSink make_sink)
      : scorer_(encoder, settings), plan_(plan), windows_(windows), sinks_(std::move(make_sink)) {
    tokenize::TokenMap bases;
    for (std::int64_t i = 0; i < scorer_.seen_bases(); ++i) bases.push_back({i, i + 1});
    forward_ = position_places(encoder.config(), bases);
    for (const Interval& place : forward_) reverse_.push_back(mirrored(place, scorer_.seen_bases()));
  }

  [[nodiscard]] std::int64_t window_bases() const override { return scorer_.window_bases(); }
  [[nodiscard]] std::int64_t flank_bases() const override { return scorer_.flank_bases(); }
  [[nodiscard]] std::int64_t stride_bases() const override { return windows_.stride_bases; }

  scan::StretchCounts run(const Stretch& stretch, const Take& take) const override {
    const auto size = static_cast<std::int64_t>(stretch.bases.size()) - 2 * flank_bases();
    if (stretch.first && stretch.last && size > 0 && size < window_bases()) return run_padded(stretch, take);
    scan::StretchCounts counts;
    auto offsets = scan::window_offsets(stretch.bases, scorer_, windows_, counts);
    const GcCounts gc(stretch.bases);
    if (windows_.forward) run_forward(stretch, offsets, gc, counts, take);
    if (windows_.reverse) run_reverse(stretch, offsets, gc, counts, take);
    return counts;
  }

 private:
  /// The windows of one strand and where they begin in the record.
  struct Lane {
    Strand strand = Strand::forward;
    std::vector<std::int64_t> begins;
    std::vector<std::size_t> gc_bins;
  };

  void run_forward(const Stretch& stretch, const std::vector<std::int64_t>& all, const GcCounts& gc,
                   scan::StretchCounts& counts, const Take& take) const {
    const auto offsets = seen(all, stretch, forward_);
    run_lane(stretch.bases, offsets, lane_of(stretch, Strand::forward, offsets, gc), stretch, counts, take);
  }

  void run_reverse(const Stretch& stretch, const std::vector<std::int64_t>& all, const GcCounts& gc,
                   scan::StretchCounts& counts, const Take& take) const {
    auto offsets = seen(all, stretch, reverse_);
    if (offsets.empty()) return;
    const auto windows = scan::reverse_windows(stretch.bases, seen_bases(), offsets);
    std::reverse(offsets.begin(), offsets.end());
    run_lane(windows.bases, windows.starts, lane_of(stretch, Strand::reverse, offsets, gc), stretch, counts,
             take);
  }

  /// Offsets of the windows that have a query, when queries are those of a viewpoint.
  [[nodiscard]] std::vector<std::int64_t> seen(const std::vector<std::int64_t>& offsets,
                                               const Stretch& stretch,
                                               const tokenize::TokenMap& places) const {
    if (plan_.reduction != Reduction::from) return offsets;
    std::vector<std::int64_t> result;
    for (const std::int64_t offset : offsets)
      if (!queries(stretch, places, stretch.begin + offset).empty()) result.push_back(offset);
    return result;
  }

  [[nodiscard]] std::vector<std::size_t> queries(const Stretch& stretch, const tokenize::TokenMap& places,
                                                 std::int64_t begin) const {
    if (plan_.reduction != Reduction::from || !stretch.viewpoint) return {};
    const std::int64_t seen = begin - flank_bases();
    return queries_at(places, {stretch.viewpoint->begin - seen, stretch.viewpoint->end - seen});
  }

  [[nodiscard]] Lane lane_of(const Stretch& stretch, Strand strand, const std::vector<std::int64_t>& offsets,
                             const GcCounts& gc) const {
    Lane lane{strand, {}, {}};
    for (const std::int64_t offset : offsets) {
      lane.begins.push_back(stretch.begin + offset);
      lane.gc_bins.push_back(gc.bin(offset, offset + seen_bases()));
    }
    return lane;
  }

  void run_lane(std::string_view oriented, std::span<const std::int64_t> starts, const Lane& lane,
                const Stretch& stretch, scan::StretchCounts& counts, const Take& take) const {
    const auto sink = sinks_.borrow();
    const auto& places = lane.strand == Strand::forward ? forward_ : reverse_;
    const auto begin = [&](std::size_t i) {
      if (i < starts.size()) sink->begin(places.size(), queries(stretch, places, lane.begins[i]));
    };
    begin(0);
    scorer_.observe(oriented, starts, *sink, [&](std::size_t i, float) {
      const std::int64_t at = lane.begins[i];
      take({{at, at + window_bases()},
            lane.strand,
            lane.gc_bins[i],
            shifted(places, at - flank_bases()),
            *sink});
      begin(i + 1);
    });
    counts.encoded += starts.size();
  }

  scan::StretchCounts run_padded(const Stretch& stretch, const Take& take) const {
    const auto flank = static_cast<std::size_t>(flank_bases());
    const std::string_view bases = stretch.bases.substr(flank, stretch.bases.size() - 2 * flank);
    const auto size = static_cast<std::int64_t>(bases.size());
    scan::StretchCounts counts;
    counts.windows = (windows_.forward ? 1U : 0U) + (windows_.reverse ? 1U : 0U);
    if (windows_.skip_n && scan::has_too_many_n(bases)) {
      counts.skipped_n = counts.windows;
      return counts;
    }
    const std::size_t gc = gc_bin(bases);
    if (windows_.forward)
      run_one_padded(bases, {Strand::forward, {size - window_bases()}, {gc}}, stretch, counts, take);
    if (windows_.reverse)
      run_one_padded(reverse_complement(bases), {Strand::reverse, {0}, {gc}}, stretch, counts, take);
    return counts;
  }

  void run_one_padded(std::string_view oriented, const Lane& lane, const Stretch& stretch,
                      scan::StretchCounts& counts, const Take& take) const {
    const auto& places = lane.strand == Strand::forward ? forward_ : reverse_;
    if (plan_.reduction == Reduction::from && queries(stretch, places, lane.begins[0]).empty()) return;
    const std::int64_t start = 0;
    run_lane(scan::padded_window(oriented, scorer_), {&start, 1}, lane, stretch, counts, take);
  }

  scan::EncoderScorer scorer_;
  const ReductionPlan& plan_;
  scan::WindowOptions windows_;
  tokenize::TokenMap forward_;  // places of a window's positions, in its own coordinates
  tokenize::TokenMap reverse_;
  mutable parallel::WorkspacePool<TrackSink> sinks_;
};

}  // namespace

std::unique_ptr<WindowRunner> promoter_windows(const model::Encoder& encoder,
                                               const scan::PromoterSettings& settings,
                                               const ReductionPlan& plan, const scan::WindowOptions& windows,
                                               WindowRunner::MakeSink make_sink) {
  return std::make_unique<PromoterWindows>(encoder, settings, plan, windows, std::move(make_sink));
}

}  // namespace seqlens::attention
