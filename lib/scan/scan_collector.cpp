#include "scan_collector.h"

#include <algorithm>
#include <limits>

namespace seqlens::scan {
namespace {

/// Where the record ends, if the piece knows.
std::int64_t known_end(const input::Piece& piece) {
  return piece.last ? piece.end() : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

void ScanCollector::take(const std::vector<ScoredPiece>& batch) {
  for (const ScoredPiece& scored : batch) take(scored);
  sink_.on_batch_end(counts_);
}

void ScanCollector::take(const ScoredPiece& scored) {
  const input::Piece& piece = scored.piece;
  if (piece.first) bases_end_ = piece.begin;
  counts_.bases += static_cast<std::uint64_t>(piece.end() - bases_end_);
  counts_.windows += scored.scores.counts;
  bases_end_ = piece.end();
  report_scores(piece, scored.scores.windows);
  find_calls(piece, scored.scores.windows);
  if (piece.last) end_record(piece);
}

ScanCollector::Placed ScanCollector::placed(const WindowScore& score, const input::Piece& piece) const {
  const std::int64_t tss = shapes_.tss(score, known_end(piece));
  return {score, tss, shapes_.drawn_start(tss, score.strand)};
}

bool ScanCollector::is_selected(const input::SourceRecord& record, const Placed& placed) {
  return !record.selection || record.selection->contains(placed.start, placed.tss);
}

void ScanCollector::report_scores(const input::Piece& piece, const std::vector<WindowScore>& scores) {
  const input::SourceRecord& record = *piece.record;
  if (!record.selection) return sink_.on_windows(record, scores);
  std::vector<WindowScore> selected;
  for (const WindowScore& score : scores)
    if (is_selected(record, placed(score, piece))) selected.push_back(score);
  sink_.on_windows(record, selected);
}

void ScanCollector::find_calls(const input::Piece& piece, const std::vector<WindowScore>& scores) {
  std::vector<WindowScore> certain;
  for (const WindowScore& score : scores) finder_.add(score, certain);
  const std::int64_t next_start = piece.end() - shapes_.scored.window_bases + 1;
  finder_.advance(next_start, certain);
  if (piece.last) finder_.finish(certain);
  for (const WindowScore& score : certain) {
    const Placed call = placed(score, piece);
    if (is_selected(*piece.record, call)) found_.push_back(call);
  }
  std::sort(found_.begin(), found_.end(), [](const Placed& a, const Placed& b) {
    return a.start != b.start ? a.start < b.start : a.score.strand < b.score.strand;
  });
  // Windows of the two strands may be drawn to different sides of what was scored.
  const auto shift = [&](Strand strand) {
    return shapes_.scored.tss_offset(strand) - shapes_.drawn.tss_offset(strand);
  };
  report_calls(piece, next_start - radius_ + std::min(shift(Strand::forward), shift(Strand::reverse)));
}

/// @param complete_to  no call is still to come whose window starts before.
void ScanCollector::report_calls(const input::Piece& piece, std::int64_t complete_to) {
  const auto is_certain = [&](const Placed& call) {
    return piece.last || (call.start < complete_to && call.start + shapes_.drawn.window_bases <= piece.end());
  };
  std::vector<Call> calls;
  const auto rest = std::find_if_not(found_.begin(), found_.end(), is_certain);
  for (auto call = found_.begin(); call != rest; ++call)
    calls.push_back(shapes_.call(call->score, known_end(piece)));
  found_.erase(found_.begin(), rest);
  counts_.calls += calls.size();
  if (!calls.empty()) sink_.on_calls(*piece.record, calls);
}

void ScanCollector::end_record(const input::Piece& piece) {
  const std::int64_t bases = piece.end() - piece.record->begin;
  ++counts_.records;
  if (bases < shortest_record_) {
    ++counts_.short_records;
    counts_.short_bases += static_cast<std::uint64_t>(bases);
  }
  if (stride_ > 0 && bases >= shapes_.scored.window_bases) count_rest(*piece.record, piece.end());
  sink_.on_record_end(*piece.record, bases);
}

/// The bases between the last window and the end, as far as they are asked for.
void ScanCollector::count_rest(const input::SourceRecord& record, std::int64_t end) {
  const std::int64_t window = shapes_.scored.window_bases;
  const Interval rest{end - (end - window) % stride_, end};
  if (!record.selection) {
    counts_.bases_in_no_window += static_cast<std::uint64_t>(rest.length());
    return;
  }
  const std::int64_t missing_start = rest.begin - window + stride_;
  for (const input::SelectedPart& part : record.selection->parts()) {
    if (!part.starts.contains(missing_start)) continue;
    const std::int64_t begin = std::max(rest.begin, part.tss.begin);
    counts_.bases_in_no_window +=
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::min(rest.end, part.tss.end) - begin));
  }
}

}  // namespace seqlens::scan
