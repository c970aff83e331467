#include "seqlens/scan/scan_records.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/input/piece_reader.h"
#include "seqlens/parallel/ordered_pipeline.h"
#include "seqlens/parallel/thread_budget.h"

namespace seqlens::scan {
namespace {

/// Starts of a piece's windows span about so many bases: the stem's features of a piece (4 bytes * width /
/// stem stride a base) stay in the L2 cache, and the window - stride bases that neighbours both compute
/// are 1.5 %.
constexpr std::int64_t kPieceBases = 1 << 14;

void check(const WindowScorer& scorer, const WindowOptions& windows) {
  const std::int64_t stride = windows.stride_bases;
  const std::int64_t alignment = scorer.alignment_bases();
  if (stride <= 0 || stride % alignment != 0 || stride > scorer.window_bases()) {
    throw Error(fmt::format("a scan stride of {} bases: the model takes multiples of {} from {} to {}",
                            stride, alignment, alignment, scorer.window_bases() / alignment * alignment));
  }
}

input::PieceSizes piece_sizes(const WindowScorer& scorer, const ScanOptions& options) {
  const std::int64_t stride = options.windows.stride_bases;
  return {scorer.window_bases(), scorer.flank_bases(), stride,
          std::max<std::int64_t>(1, kPieceBases / stride) * stride, options.batch_bases};
}

struct ScoredPiece {
  input::Piece piece;
  StretchScores scores;
};

/// Hands scored pieces, which come in order, to the sink.
class Collector {
 public:
  Collector(const WindowScorer& scorer, const ScanOptions& options, ScanSink& sink)
      : options_(options),
        sink_(sink),
        shape_{scorer.window_bases(), options.tss_index},
        finder_(options.calls) {}

  void take(const std::vector<ScoredPiece>& batch) {
    for (const ScoredPiece& scored : batch) take(scored);
    sink_.on_batch_end(counts_);
  }

  [[nodiscard]] const ScanCounts& counts() const { return counts_; }

 private:
  void take(const ScoredPiece& scored) {
    const input::Piece& piece = scored.piece;
    if (piece.first) bases_end_ = piece.begin;
    counts_.bases += static_cast<std::uint64_t>(piece.end() - bases_end_);
    counts_.windows += scored.scores.counts;
    bases_end_ = piece.end();
    report_windows(*piece.record, scored.scores.windows);
    report_calls(piece, scored.scores.windows);
    if (piece.last) end_record(piece);
  }

  void report_windows(const input::SourceRecord& record, const std::vector<WindowScore>& windows) {
    if (!record.selection) return sink_.on_windows(record, windows);
    std::vector<WindowScore> selected;
    for (const WindowScore& window : windows) {
      if (record.selection->contains(window.start, shape_.tss(window))) selected.push_back(window);
    }
    sink_.on_windows(record, selected);
  }

  void report_calls(const input::Piece& piece, const std::vector<WindowScore>& windows) {
    std::vector<WindowScore> found;
    for (const WindowScore& window : windows) finder_.add(window, found);
    finder_.advance(piece.end() - shape_.window_bases + 1, found);
    if (piece.last) finder_.finish(found);
    std::vector<Call> calls;
    for (const WindowScore& window : found) {
      const Call call = to_call(window, shape_);
      const auto& selection = piece.record->selection;
      if (!selection || selection->contains(window.start, call.tss)) calls.push_back(call);
    }
    counts_.calls += calls.size();
    if (!calls.empty()) sink_.on_calls(*piece.record, calls);
  }

  void end_record(const input::Piece& piece) {
    const std::int64_t bases = piece.end() - piece.record->begin;
    ++counts_.records;
    const bool padded = options_.shortest_padded > 0 && bases >= options_.shortest_padded;
    if (bases < shape_.window_bases && !padded) {
      ++counts_.short_records;
      counts_.short_bases += static_cast<std::uint64_t>(bases);
    }
    sink_.on_record_end(*piece.record, bases);
  }

  const ScanOptions& options_;
  ScanSink& sink_;
  WindowShape shape_;
  CallFinder finder_;
  std::int64_t bases_end_ = 0;
  ScanCounts counts_;
};

StretchScores score(const WindowScorer& scorer, const ScanOptions& options, const input::Piece& piece) {
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
  input::PieceReader reader(source, piece_sizes(scorer, options));
  Collector collector(scorer, options, sink);
  const auto in_flight = 2 * static_cast<std::size_t>(parallel::available_threads());
  parallel::ordered_pipeline<std::vector<input::Piece>, std::vector<ScoredPiece>>(
      in_flight, [&] { return reader.read_batch(); },
      [&](std::vector<input::Piece> batch) {
        std::vector<ScoredPiece> scored;
        for (input::Piece& piece : batch) {
          auto scores = score(scorer, options, piece);
          scored.push_back({std::move(piece), std::move(scores)});
        }
        return scored;
      },
      [&](const std::vector<ScoredPiece>& batch) { collector.take(batch); });
  return collector.counts();
}

}  // namespace seqlens::scan
