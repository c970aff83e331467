#include "promoter-scan/record_place.h"

#include <algorithm>

namespace promoter_scan {
namespace {

using namespace seqlens;

Strand other_strand(Strand strand) {
  if (strand == Strand::forward) return Strand::reverse;
  return strand == Strand::reverse ? Strand::forward : strand;
}

// From the record to the genome that it is a region of.
void move_to(const Interval& region, bool reversed, RecordPlace& place) {
  const auto moved = [&](std::int64_t base) {
    return reversed ? region.end - 1 - base : region.begin + base;
  };
  const Interval window = place.window;
  place.window = reversed ? Interval{moved(window.end - 1), moved(window.begin) + 1}
                          : Interval{moved(window.begin), moved(window.end - 1) + 1};
  if (place.tss) place.tss = moved(*place.tss);
  place.nearest_tss = moved(place.nearest_tss);
  if (reversed) place.strand = other_strand(place.strand);
}

}  // namespace

RecordPlace place_of(const scan::RecordScore& score, const scan::ScanShapes& shapes,
                     const input::SourceRecord& record, std::int64_t bases) {
  RecordPlace place;
  place.chrom = record.name;
  place.strand = score.strand;
  const std::int64_t tss = shapes.scored.tss({score.window_start, score.strand, 0});
  const std::int64_t start = shapes.drawn_start(tss, score.strand);
  place.window = {std::clamp<std::int64_t>(start, 0, bases - 1),
                  std::clamp<std::int64_t>(start + shapes.drawn.window_bases, 1, bases)};
  place.nearest_tss = std::clamp(tss, place.window.begin, place.window.end - 1);
  if (tss == place.nearest_tss) place.tss = tss;
  if (record.place) {
    place.chrom = record.place->contig;
    move_to(record.place->interval, record.reversed, place);
  }
  return place;
}

}  // namespace promoter_scan
