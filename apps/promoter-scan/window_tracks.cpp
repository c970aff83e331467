#include "promoter-scan/window_tracks.h"

#include <algorithm>
#include <utility>

namespace promoter_scan {

using namespace seqlens;
using tracks::IntervalValue;

namespace {

tracks::BedGraphWriter bedgraph(const std::string& path, std::string_view header,
                                std::ostream& standard_output) {
  return {seqio::DataOutput(path, standard_output), header, {.merge_equal = false, .decimals = 6}};
}

}  // namespace

WindowTracks::WindowTracks(const std::string& prefix, const scan::ScanShapes& shapes,
                           std::int64_t stride_bases, std::string_view header, std::ostream& standard_output)
    : scored_(shapes.scored),
      stride_bases_(stride_bases),
      plus_{bedgraph(prefix + ".plus.bedGraph", header, standard_output)},
      minus_{bedgraph(prefix + ".minus.bedGraph", header, standard_output)} {}

WindowTracks::WindowTracks(const std::string& prefix, const scan::ScanShapes& shapes,
                           std::int64_t stride_bases, const std::vector<seqio::Contig>& contigs)
    : scored_(shapes.scored),
      stride_bases_(stride_bases),
      plus_{tracks::BigWigWriter(prefix + ".plus.bw", contigs)},
      minus_{tracks::BigWigWriter(prefix + ".minus.bw", contigs)} {}

Interval WindowTracks::place_of(const scan::WindowScore& window) const {
  const Interval own{window.start, window.start + scored_.window_bases};
  if (scored_.window_bases == stride_bases_) return own;
  // Inside the window, so inside the record whatever its length.
  const std::int64_t begin = scored_.tss(window) - stride_bases_ / 2;
  return {std::max(own.begin, begin), std::min(own.end, begin + stride_bases_)};
}

void WindowTracks::write(StrandTrack& track, std::string_view chrom, std::span<const IntervalValue> values) {
  std::visit([&](auto& writer) { writer.write(chrom, values); }, track.writer);
}

void WindowTracks::write(std::string_view chrom, std::span<const scan::WindowScore> windows) {
  for (const Strand strand : {Strand::forward, Strand::reverse}) {
    StrandTrack& track = strand == Strand::reverse ? minus_ : plus_;
    std::vector<IntervalValue> values;
    if (track.last) values.push_back(*track.last);
    for (const scan::WindowScore& window : windows)
      if (window.strand == strand) values.push_back({place_of(window), window.logit});
    if (values.empty()) continue;
    track.last = values.back();
    values.pop_back();
    write(track, chrom, values);
  }
}

void WindowTracks::end_record(std::string_view chrom, std::int64_t end) {
  for (StrandTrack* track : {&plus_, &minus_}) {
    if (!track->last) continue;
    IntervalValue value = *std::exchange(track->last, std::nullopt);
    value.interval.end = std::min(value.interval.end, end);
    write(*track, chrom, {&value, 1});
  }
}

void WindowTracks::commit(Publication& together) {
  for (StrandTrack* track : {&plus_, &minus_}) {
    std::visit([&together](auto& writer) { writer.commit(together); }, track->writer);
  }
}

}  // namespace promoter_scan
