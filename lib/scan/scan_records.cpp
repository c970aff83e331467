#include "seqlens/scan/scan_records.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/input/piece_reader.h"
#include "seqlens/parallel/ordered_pipeline.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/position_scores.h"

#include "scan_collector.h"

namespace seqlens::scan {
namespace {

/// Starts of a piece's windows span about so many bases: the stem's features of a piece (4 bytes * width /
/// stem stride a base) stay in the L2 cache, and the window - stride bases that neighbours both compute
/// are 1.5 %.
constexpr std::int64_t kPieceBases = 1 << 14;

std::int64_t piece_bases(std::int64_t stride) {
  return std::max<std::int64_t>(1, kPieceBases / stride) * stride;
}

void check(const WindowScorer& scorer, const WindowOptions& windows) {
  const std::int64_t stride = windows.stride_bases;
  const std::int64_t alignment = scorer.alignment_bases();
  if (stride <= 0 || stride % alignment != 0 || stride > scorer.window_bases()) {
    throw Error(fmt::format("a scan stride of {} bases: the model takes multiples of {} from {} to {}",
                            stride, alignment, alignment, scorer.window_bases() / alignment * alignment));
  }
}

using ScorePiece = std::function<StretchScores(const input::Piece&)>;

ScanCounts scan_pieces(input::BaseSource& source, const input::PieceSizes& sizes, const ScorePiece& score,
                       ScanCollector& collector) {
  input::PieceReader reader(source, sizes);
  const auto in_flight = 2 * static_cast<std::size_t>(parallel::available_threads());
  parallel::ordered_pipeline<std::vector<input::Piece>, std::vector<ScoredPiece>>(
      in_flight, [&] { return reader.read_batch(); },
      [&](std::vector<input::Piece> batch) {
        std::vector<ScoredPiece> scored;
        for (input::Piece& piece : batch) {
          auto scores = score(piece);
          scored.push_back({std::move(piece), std::move(scores)});
        }
        return scored;
      },
      [&](const std::vector<ScoredPiece>& batch) { collector.take(batch); });
  return collector.counts();
}

StretchScores score_windows(const WindowScorer& scorer, const ScanOptions& options,
                            const input::Piece& piece) {
  const auto size = static_cast<std::int64_t>(piece.inner().size());
  const bool is_short_record = piece.first && piece.last && size < scorer.window_bases();
  if (is_short_record && options.shortest_padded > 0 && size >= options.shortest_padded) {
    return score_short_record(scorer, options.windows, piece.inner());
  }
  return score_stretch(scorer, options.windows, piece.bases, piece.begin);
}

}  // namespace

ScanCounts scan_records(input::BaseSource& source, const WindowScorer& scorer, const ScanOptions& options,
                        ScanSink& sink) {
  check(scorer, options.windows);
  const WindowShape shape{scorer.window_bases(), options.tss_index};
  const std::int64_t stride = options.windows.stride_bases;
  const std::int64_t shortest = options.shortest_padded > 0
                                    ? std::min(options.shortest_padded, scorer.window_bases())
                                    : scorer.window_bases();
  ScanCollector collector({shape, shape}, stride, shortest, options.calls, sink);
  return scan_pieces(
      source, {scorer.window_bases(), scorer.flank_bases(), stride, piece_bases(stride), options.batch_bases},
      [&](const input::Piece& piece) { return score_windows(scorer, options, piece); }, collector);
}

ScanCounts scan_records(input::BaseSource& source, const PositionScorer& scorer, const ScanOptions& options,
                        ScanSink& sink) {
  const PositionGrid& grid = scorer.grid();
  const std::int64_t shortest = std::max<std::int64_t>(1, options.shortest_padded);
  ScanCollector collector({bin_shape(grid), {options.drawn_bases, options.tss_index}}, 0, shortest,
                          options.calls, sink);
  return scan_pieces(
      source,
      {grid.kept_bases, grid.margin(), grid.kept_bases, piece_bases(grid.kept_bases), options.batch_bases},
      [&](const input::Piece& piece) {
        const bool is_too_short = piece.first && piece.last && piece.end() - piece.begin < shortest;
        return is_too_short ? StretchScores{}
                            : score_positions(scorer, options.windows, piece.bases, piece.begin);
      },
      collector);
}

}  // namespace seqlens::scan
