#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/scan/calibration.h"
#include "seqlens/scan/position_grid.h"

namespace seqlens::scan {

/// What a scan does at one threshold, measured on the scan-dev region.
struct ScorePoint {
  double logit = 0;         ///< calls of at least this logit
  double recall = 0;        ///< share of TSS loci with a call
  double precision = 0;     ///< share of calls, duplicates left out, that are the one at a locus
  double calls_per_mb = 0;  ///< duplicates included
  bool operator==(const ScorePoint&) const = default;
};

/// The windows of a model that gives every position a score (PositionGrid).
struct PositionWindows {
  int window_bases = 1536;
  int kept_bases = 1024;  ///< in the middle of the window; the bins of a window's other bases are dropped
  /// A scan adds the probabilities of a strand's bins, those d bases away with the weight
  /// exp(-d / pooled_bases), and takes the log; 0: a bin's logit alone. TSS of one promoter lie tens of bases
  /// apart.
  int pooled_bases = 0;
  bool operator==(const PositionWindows&) const = default;
};

/// What a promoter model says about its own use: metadata `seqlens.promoter` of a model file. Written by
/// training and evaluation, read by every program that scans.
///
/// A window is `window_bases` bases in the orientation of its strand; its logit is the log odds of "a
/// promoter on this strand with its TSS at `tss_index`" against none.
///
/// A model of positions (`positions`) gives each bin of `scan_stride` bases the log odds of "a TSS lies
/// here", for both strands. Its window is what is drawn around the TSS of a call, and the length that records
/// are judged by; it has no flanks and no first stage.
struct PromoterSettings {
  /// Metadata key of a model file.
  static constexpr std::string_view metadata_key = "seqlens.promoter";

  std::string label = "promoter";  ///< what a positive is called in outputs
  int window_bases = 300;
  /// Bases on each side of a window that the encoder sees besides; N where a record has no more.
  int flank_bases = 0;
  int tss_index = 249;   ///< position of the TSS in the oriented window
  int scan_stride = 48;  ///< bases between window starts; a multiple of the stem's stride
  /// Windows whose first-stage logit is below never reach the encoder; nothing: all of them do.
  std::optional<double> first_stage_threshold;
  double min_logit = 0;  ///< calls below are not reported by default: best F1 of calls on scan dev
  /// A lower threshold, for more calls of which more are wrong; nothing: none was measured.
  std::optional<double> sensitive_min_logit;
  CalibrationCurve scan_probability;  ///< logit of a call -> precision of calls at this logit (scan dev)
  /// Logit of a record on one strand -> probability where half the records are promoters.
  CalibrationCurve record_probability;
  /// The same of a logit of both strands (unstranded_logit), which is higher; without knots, when it was
  /// never measured, the one above stands for it.
  CalibrationCurve unstranded_record_probability;
  /// Of a model of positions; nothing: the model scores windows.
  std::optional<PositionWindows> positions;
  std::vector<ScorePoint>
      score_table;  ///< logits increasing; empty when the model was never evaluated on a scan

  bool operator==(const PromoterSettings&) const = default;

  /// The curve of records that are scored on both strands, or on one.
  [[nodiscard]] const CalibrationCurve& record_curve(bool both_strands) const {
    const bool unstranded = both_strands && unstranded_record_probability.is_calibrated();
    return unstranded ? unstranded_record_probability : record_probability;
  }

  /// @pre positions
  [[nodiscard]] PositionGrid position_grid() const {
    return {positions->window_bases, positions->kept_bases, scan_stride};
  }

  /// Bases on each side of a window that the encoder sees besides. Of a model of positions: what its window
  /// has around the one of a call, which then lies in the middle.
  [[nodiscard]] int seen_flank() const {
    return positions ? (positions->window_bases - window_bases) / 2 : flank_bases;
  }
  /// Bases of a window and what is seen beside it.
  [[nodiscard]] int seen_bases() const { return window_bases + 2 * seen_flank(); }

  /// Position of the TSS in a window on the given strand, counted from the window's start on the forward
  /// strand.
  [[nodiscard]] int tss_offset(bool reverse) const {
    return reverse ? window_bases - 1 - tss_index : tss_index;
  }
};

/// The text stored in a model file.
///
///   {"label": "promoter", "window_bases": 300, "tss_index": 249, "scan_stride": 48, "first_stage_threshold":
///   -2.5 | null,
///    "min_logit": 1.5, "scan_probability": [[logit, p], ...], "record_probability": [[logit, p], ...],
///    "score_table": [{"logit": 1, "recall": 0.6, "precision": 0.7, "calls_per_mb": 9}, ...]}
[[nodiscard]] std::string to_json(const PromoterSettings& settings);

/// With flanks: "flank_bases" too; where it was measured: "unstranded_record_probability"; of a model of
/// positions: "positions": {"window_bases": 1536, "kept_bases": 1024, "pooled_bases": 60}, the last where
/// scores are pooled; with two thresholds:
/// "sensitive_min_logit". Every key above must be there; others are passed over, so that older programs read
/// newer files.
/// @throws Error naming the key that is missing, of the wrong type or out of range.
[[nodiscard]] PromoterSettings promoter_settings_from_json(std::string_view text);

/// The logit that gives `calls_per_mb`: that of the score table, linear between its thresholds. More than the
/// table has: its first.
/// @throws Error when the table is empty or its strictest threshold still gives more.
[[nodiscard]] double min_logit_for_calls_per_mb(const PromoterSettings& settings, double calls_per_mb);

}  // namespace seqlens::scan
