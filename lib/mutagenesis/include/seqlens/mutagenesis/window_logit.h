#pragma once

#include <cstdint>
#include <span>

#include "seqlens/mutagenesis/edit.h"
#include "seqlens/scan/record_score.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::mutagenesis {

/// A window of a record: where it starts, on the forward strand, for each strand it is read on. The two are
/// the same but for records shorter than a window (scan::score_short_record).
struct WindowPlace {
  std::int64_t forward_start = 0;
  std::int64_t reverse_start = 0;
  bool operator==(const WindowPlace&) const = default;
};

/// The logit that mutants are compared by: of the window on one strand, or log odds of "a promoter on either
/// strand" (scan::unstranded_logit). Shared by threads; the scorer must outlive it.
class WindowLogit {
 public:
  /// @param tss_index  base of the window, in its orientation, that keeps its place when bases come or go.
  WindowLogit(const scan::WindowScorer& scorer, std::int64_t tss_index, scan::RecordStrand strand)
      : scorer_(scorer), tss_index_(tss_index), strand_(strand) {}

  [[nodiscard]] const scan::WindowScorer& scorer() const { return scorer_; }
  [[nodiscard]] scan::RecordStrand strand() const { return strand_; }
  [[nodiscard]] std::int64_t window_bases() const { return scorer_.window_bases(); }

  /// The logit of the window as it is.
  [[nodiscard]] double reference(const Stretch& stretch, const WindowPlace& place) const;

  /// The logits of the window after each edit alone (edited_window): the same bits as a score of the edited
  /// bases from scratch.
  ///
  /// @param stretch  holds the window, its flanks (flank_bases()) and what the longest deletion shifts in.
  /// @param logits   one an edit, overwritten.
  /// One thread. Costs an encoder run an edit and strand, or an edit where the scorer reads both strands at
  /// once (no bases come or go); the stem only where bases change.
  void edited(const Stretch& stretch, const WindowPlace& place, std::span<const Edit> edits,
              std::span<double> logits) const;

  /// The logits of other letters for a window that stands alone, in its orientation for '+'.
  /// @param reference  the scorer's seen_bases() letters, which the variants should mostly share.
  void variants(std::string_view reference, std::span<const std::string> variants,
                std::span<double> logits) const;

 private:
  void edited_strands(const Stretch& stretch, const WindowPlace& place, std::span<const Edit> edits,
                      std::span<double> logits) const;
  [[nodiscard]] bool reads_forward() const { return strand_ != scan::RecordStrand::reverse; }
  [[nodiscard]] bool reads_reverse() const { return strand_ != scan::RecordStrand::forward; }

  const scan::WindowScorer& scorer_;
  std::int64_t tss_index_;
  scan::RecordStrand strand_;
};

}  // namespace seqlens::mutagenesis
