#include "attention-tracks/promoter_view.h"

#include <algorithm>

#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/scan/call_finder.h"
#include "seqlens/scan/scan_records.h"
#include "seqlens/scan/scan_stride.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

class WindowsOfScan final : public scan::ScanSink {
 public:
  void on_windows(const input::SourceRecord&, std::span<const scan::WindowScore> windows) override {
    all.insert(all.end(), windows.begin(), windows.end());
  }
  std::vector<scan::WindowScore> all;
};

std::vector<scan::WindowScore> find_calls(const std::vector<scan::WindowScore>& windows,
                                          const scan::CallOptions& options) {
  scan::CallFinder finder(options);
  std::vector<scan::WindowScore> calls;
  for (const scan::WindowScore& window : windows) finder.add(window, calls);
  finder.finish(calls);
  return calls;
}

}  // namespace

PromoterView::PromoterView(const Options& options, const opened_model::OpenedModel& model)
    : model_(model.scan()),
      strand_(scan::record_strand(options.strand)),
      grid_{scan::window_stride(model.promoter() ? options.stride : std::nullopt, model_.settings(),
                                model_.scorer().alignment_bases()),
            options.n_policy == "skip"} {}

std::int64_t PromoterView::reach_bases() const {
  return scan::CallOptions{}.radius_bases +
         2 * (model_.scorer().window_bases() + model_.scorer().flank_bases());
}

RecordScan PromoterView::scan(const KeptRecord& record) const {
  scan::ScanOptions options;
  options.windows = {.stride_bases = grid_.stride_bases,
                     .forward = strand_ != scan::RecordStrand::reverse,
                     .reverse = strand_ != scan::RecordStrand::forward,
                     .every_window = false,
                     .skip_n = grid_.skip_n};
  options.shortest_padded = model_.shortest_record();
  const auto reach = model_.region_reach(grid_.stride_bases, options.calls.radius_bases);
  KeptSource source(record, reach.stride_bases, reach.flank_bases);
  WindowsOfScan found;
  model_.scan(source, options, found);
  const std::int64_t end = record.first_base() + static_cast<std::int64_t>(record.bases.size());
  RecordScan scan{{}, calls_of(found.all, end)};
  const scan::ScanShapes shapes = model_.shapes();
  for (const scan::WindowScore& score : found.all)
    scan.windows.push_back(
        {shapes.drawn_start(shapes.tss(score, end), score.strand), score.strand, score.logit});
  return scan;
}

std::vector<ShownCall> PromoterView::calls_of(const std::vector<scan::WindowScore>& windows,
                                              std::int64_t end) const {
  scan::CallOptions options;
  options.min_logit = settings().min_logit;
  const auto winners = find_calls(windows, options);
  options.per_strand = true;
  std::vector<ShownCall> calls;
  for (const scan::WindowScore& window : find_calls(windows, options))
    calls.push_back({model_.shapes().call(window, end), settings().scan_probability.probability(window.logit),
                     std::find(winners.begin(), winners.end(), window) != winners.end()});
  std::sort(calls.begin(), calls.end(), [](const ShownCall& a, const ShownCall& b) {
    return a.call.window.begin != b.call.window.begin ? a.call.window.begin < b.call.window.begin
                                                      : a.call.strand < b.call.strand;
  });
  return calls;
}

std::vector<mutagenesis::BaseEffects> PromoterView::effects(const KeptRecord& record,
                                                            const Interval& bases) const {
  const std::int64_t first = record.first_base();
  const std::int64_t end = first + static_cast<std::int64_t>(record.bases.size());
  const std::int64_t shortest = model_.classifier() ? settings().window_bases : model_.shortest_record();
  if (end - first < shortest) return {};
  const std::int64_t reach = mutagenesis::piece_reach(model_.scorer(), 0);
  const Interval held{std::max(first, bases.begin - reach), std::min(end, bases.end + reach)};
  const mutagenesis::Piece piece{record.header.name,
                                 record.bases.substr(static_cast<std::size_t>(held.begin - first),
                                                     static_cast<std::size_t>(held.length())),
                                 held.begin, bases};
  const mutagenesis::WindowLogit logit(model_.scorer(), settings().tss_index, strand_);
  return mutagenesis::effects_of_pieces(logit, grid_, 0, {&piece, 1}).front().bases;
}

}  // namespace attention_tracks
