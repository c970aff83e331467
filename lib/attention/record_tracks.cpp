#include "seqlens/attention/record_tracks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "seqlens/attention/pair_sink.h"
#include "seqlens/core/errors.h"
#include "seqlens/parallel/ordered_pipeline.h"
#include "seqlens/parallel/thread_budget.h"

namespace seqlens::attention {

namespace {

/// Bases from one piece to the next times tracks: 8 tracks get pieces of 16 kb, as in a scan; the sums of a
/// piece are 16 bytes of it.
constexpr std::int64_t kPieceNumbers = 1 << 17;

std::int64_t usual_piece_bases(const WindowRunner& runner, std::size_t tracks) {
  const std::int64_t stride = runner.stride_bases();
  const std::int64_t wanted = kPieceNumbers / static_cast<std::int64_t>(tracks);
  return std::max<std::int64_t>(1, wanted / stride) * stride;
}

bool is_placed(const input::SourceRecord& record) {
  return record.alignment && record.alignment->is_mapped() && !record.alignment->cigar.empty();
}

/// The bases of a piece and of its flanks as far as the record has them. The first piece of an aligned read
/// holds all of it: a read on '-' ends where its place begins.
Interval known_bases(const input::Piece& piece) {
  const input::SourceRecord& record = *piece.record;
  if (is_placed(record) && piece.first) return {0, seqio::cigar_read_length(*record.alignment)};
  return {std::max(piece.begin - piece.flank, record.begin - record.bases_before),
          piece.end() + (piece.last ? record.bases_behind : piece.flank)};
}

/// Pairs of which both places are aligned.
std::vector<WindowPair> placed(const std::vector<WindowPair>& pairs, const seqio::CigarMap& map) {
  std::vector<WindowPair> result;
  for (WindowPair pair : pairs) {
    const auto source = map.reference_interval(pair.source);
    const auto target = map.reference_interval(pair.target);
    if (!source || !target) continue;
    pair.source = *source;
    pair.target = *target;
    pair.strand = map.reference_strand(pair.strand);
    result.push_back(pair);
  }
  return result;
}

/// A pair belongs to the region that its query begins in.
bool is_selected(const input::SourceRecord& record, std::int64_t base) {
  const auto parts = record.selection->parts();
  return std::any_of(parts.begin(), parts.end(),
                     [&](const input::SelectedPart& part) { return part.tss.contains(base); });
}

}  // namespace

void check_viewpoint(const Viewpoint& viewpoint, std::int64_t contig_bases) {
  if (viewpoint.interval.begin < contig_bases) return;
  throw InputError("--reduce from", fmt::format("{}:{}-{} starts beyond the end of '{}', which has {} bases",
                                                viewpoint.contig, viewpoint.interval.begin + 1,
                                                viewpoint.interval.end, viewpoint.contig, contig_bases));
}

struct RecordTracks::PieceTracks {
  input::Piece piece;
  SumsPool::Lease sums;
  std::vector<WindowPair> pairs;
  scan::StretchCounts windows;
};

RecordTracks::RecordTracks(const WindowRunner& runner, const ReductionPlan& plan, RecordTrackOptions options,
                           const std::vector<std::unique_ptr<TrackOutput>>& outputs)
    : runner_(runner), plan_(plan), options_(std::move(options)), outputs_(outputs), sums_([this] {
        return std::make_unique<TrackSums>(plan_.tracks(), is_share(plan_.reduction),
                                           options_.null.table != nullptr);
      }) {
  if (options_.piece_bases == 0) options_.piece_bases = usual_piece_bases(runner, plan.tracks());
}

RecordTracks::PieceTracks RecordTracks::track(input::Piece piece) const {
  PieceTracks result{std::move(piece), sums_.borrow(), {}, {}};
  const input::Piece& from = result.piece;
  result.sums->reset(known_bases(from));
  Stretch stretch{from.bases, from.begin, from.first && from.record->begin == 0, from.last};
  if (options_.viewpoint) {
    if (options_.viewpoint->contig != from.record->name) return result;
    stretch.viewpoint = options_.viewpoint->interval;
  }
  result.windows = runner_.run(stretch, [&](const TrackedWindow& window) {
    result.sums->add(window, options_.null);
    if (options_.with_pairs) collect(window, result.sums->bases(), result.pairs);
  });
  return result;
}

/// Pairs whose places are both on bases of the record, with the score of the key in this window.
void RecordTracks::collect(const TrackedWindow& window, const Interval& bases,
                           std::vector<WindowPair>& pairs) const {
  const auto& sink = static_cast<const PairSink&>(window.sink);
  const std::size_t positions = window.places.size();
  for (std::size_t track = 0; track < plan_.tracks(); ++track) {
    for (const auto& [query, key, value] : sink.take_pairs(track)) {
      const Interval& source = window.places[query];
      const Interval& target = window.places[key];
      if (source.empty() || target.empty()) continue;
      if (!bases.overlaps(source) || !bases.overlaps(target)) continue;
      const float received = sink.track(track)[key];
      pairs.push_back({track, window.strand, source, target, value,
                       options_.null.score(window.gc_bin, track, key, positions, received)});
    }
  }
}

void RecordTracks::run(input::BaseSource& source, const std::function<void(std::uint64_t)>& on_bases) {
  input::PieceReader reader(source, {runner_.window_bases(), runner_.flank_bases(), runner_.stride_bases(),
                                     options_.piece_bases, options_.batch_bases});
  const auto in_flight = 2 * static_cast<std::size_t>(parallel::available_threads());
  std::uint64_t reported = counts_.bases;
  parallel::ordered_pipeline<std::vector<input::Piece>, std::vector<PieceTracks>>(
      in_flight, [&] { return reader.read_batch(); },
      [&](std::vector<input::Piece> batch) {
        std::vector<PieceTracks> tracked;
        for (input::Piece& piece : batch) tracked.push_back(track(std::move(piece)));
        return tracked;
      },
      [&](std::vector<PieceTracks> batch) {
        for (PieceTracks& tracks : batch) take(std::move(tracks));
        on_bases(counts_.bases - std::exchange(reported, counts_.bases));
      });
}

/// A piece's windows begin in it, so the bases before its flank are complete; those that it shares with the
/// piece before are added up.
void RecordTracks::take(PieceTracks tracks) {
  const input::Piece& piece = tracks.piece;
  const input::SourceRecord& record = *piece.record;
  counts_.windows += tracks.windows;
  counts_.bases += static_cast<std::uint64_t>(piece.end() - (piece.first ? piece.begin : bases_end_));
  bases_end_ = piece.end();
  if (piece.last) ++counts_.records;
  look_for_viewpoint(piece);
  if (is_placed(record)) return take_placed(std::move(tracks));
  if (piece.last && record.alignment) ++counts_.unplaced;
  const std::int64_t complete_to = piece.begin - piece.flank;
  if (carried_) {
    report(record, {(*carried_)->bases().begin, complete_to});
    tracks.sums->add(**carried_);
  }
  carried_.emplace(std::move(tracks.sums));
  if (record.selection) {
    std::erase_if(tracks.pairs,
                  [&](const WindowPair& pair) { return !is_selected(record, pair.source.begin); });
  }
  for (const auto& output : outputs_) output->on_pairs(record.name, tracks.pairs, complete_to);
  if (!piece.last) return;
  report(record, (*carried_)->bases());
  carried_.reset();
  for (const auto& output : outputs_) output->on_record_end(record.name);
}

void RecordTracks::look_for_viewpoint(const input::Piece& piece) {
  const auto& viewpoint = options_.viewpoint;
  if (!viewpoint || piece.record->name != viewpoint->contig) return;
  viewpoint_seen_ = true;
  if (piece.last && !piece.record->selection) check_viewpoint(*viewpoint, piece.end());
}

void RecordTracks::check_viewpoint_seen() const {
  if (!options_.viewpoint || viewpoint_seen_) return;
  throw InputError("--reduce from",
                   fmt::format("no record of the input has the name '{}'", options_.viewpoint->contig));
}

void RecordTracks::take_placed(PieceTracks tracks) {
  const input::Piece& piece = tracks.piece;
  const seqio::Alignment& alignment = *piece.record->alignment;
  const std::int64_t read_bases = seqio::cigar_read_length(alignment);
  const seqio::CigarMap map(alignment, read_bases);
  const auto pairs = placed(tracks.pairs, map);
  for (const auto& output : outputs_)
    output->on_pairs(alignment.contig, pairs, std::numeric_limits<std::int64_t>::min());
  if (piece.first) {
    carried_.emplace(std::move(tracks.sums));
  } else {
    (*carried_)->add(*tracks.sums);
  }
  if (!piece.last) return;
  if (seqio::reaches_beyond_contig(alignment)) ++counts_.beyond_contig;
  if (const auto place = map.reference_interval({0, read_bases})) {
    for (const auto& output : outputs_) output->on_chunk({alignment.contig, **carried_, *place, &map});
  }
  carried_.reset();
  for (const auto& output : outputs_) output->on_record_end(alignment.contig);
}

void RecordTracks::report(const input::SourceRecord& record, const Interval& bases) {
  const auto send = [&](const Interval& part) {
    const Interval cut{std::max(bases.begin, part.begin), std::min(bases.end, part.end)};
    if (cut.empty()) return;
    for (const auto& output : outputs_) output->on_chunk({record.name, **carried_, cut, nullptr});
  };
  if (!record.selection) return send(bases);
  for (const input::SelectedPart& part : record.selection->parts()) send(part.tss);
}

}  // namespace seqlens::attention
