#pragma once

#include <cstdint>
#include <vector>

#include "seqlens/input/piece_reader.h"
#include "seqlens/scan/scan_records.h"

namespace seqlens::scan {

struct ScoredPiece {
  input::Piece piece;
  StretchScores scores;
};

/// Hands scored pieces, which come in order, to the sink, and finds the calls among them.
class ScanCollector {
 public:
  /// @param stride_bases     from one window to the next; 0: every base has a score.
  /// @param shortest_record  records of fewer bases are counted as too short.
  ScanCollector(const ScanShapes& shapes, std::int64_t stride_bases, std::int64_t shortest_record,
                const CallOptions& calls, ScanSink& sink)
      : shapes_(shapes),
        stride_(stride_bases),
        shortest_record_(shortest_record),
        radius_(calls.radius_bases),
        finder_(calls),
        sink_(sink) {}

  void take(const std::vector<ScoredPiece>& batch);

  [[nodiscard]] const ScanCounts& counts() const { return counts_; }

 private:
  /// A score with its TSS and the start of the window around it.
  struct Placed {
    WindowScore score;
    std::int64_t tss = 0;
    std::int64_t start = 0;
  };

  void take(const ScoredPiece& scored);
  void report_scores(const input::Piece& piece, const std::vector<WindowScore>& scores);
  void find_calls(const input::Piece& piece, const std::vector<WindowScore>& scores);
  void report_calls(const input::Piece& piece, std::int64_t complete_to);
  void end_record(const input::Piece& piece);
  void count_rest(const input::SourceRecord& record, std::int64_t end);
  [[nodiscard]] Placed placed(const WindowScore& score, const input::Piece& piece) const;
  [[nodiscard]] static bool is_selected(const input::SourceRecord& record, const Placed& placed);

  ScanShapes shapes_;
  std::int64_t stride_;
  std::int64_t shortest_record_;
  std::int64_t radius_;
  CallFinder finder_;
  ScanSink& sink_;
  std::vector<Placed> found_;  // calls that wait for those whose windows start before theirs, by start
  std::int64_t bases_end_ = 0;
  ScanCounts counts_;
};

}  // namespace seqlens::scan
