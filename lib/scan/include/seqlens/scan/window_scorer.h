#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace seqlens::scan {

/// Gives windows their logits. The encoder is one (EncoderScorer); tests bring their own.
///
/// A scorer may look at flanks beside a window: they are part of what the logit depends on, and N where a
/// record has no more bases. Shared by threads. The logit of a window depends on its bases and those of its
/// flanks alone, whatever stretch it comes in.
class WindowScorer {
 public:
  virtual ~WindowScorer() = default;

  /// Bases of a window.
  [[nodiscard]] virtual std::int64_t window_bases() const = 0;
  /// Bases on each side of a window that the scorer looks at besides.
  [[nodiscard]] virtual std::int64_t flank_bases() const { return 0; }
  /// Bases of a window and its flanks: what a logit depends on.
  [[nodiscard]] std::int64_t seen_bases() const { return window_bases() + 2 * flank_bases(); }
  /// Windows of one call start at multiples of this many bases (the stem's stride).
  [[nodiscard]] virtual std::int64_t alignment_bases() const = 0;

  /// Scores windows of one stretch, all read in the orientation of `bases`.
  ///
  /// @param bases         letters as read from a file; the stretch is in the orientation of the strand.
  /// @param starts        offsets in `bases` where windows with their flanks start (the first base of the
  ///                      flank), increasing multiples of alignment_bases(); seen_bases() from each fit.
  /// @param every_window  false: a window that the first stage turns down gets no logit.
  /// @param logits        one a start, overwritten.
  virtual void score(std::string_view bases, std::span<const std::int64_t> starts, bool every_window,
                     std::span<std::optional<float>> logits) const = 0;

  /// Scores windows that differ from another one in some of their bases: the bits that score() gives each of
  /// them alone, with every_window. A scorer that can reuse what they share with the reference does so.
  ///
  /// @param reference  seen_bases() letters: a window with its flanks.
  /// @param variants   each of seen_bases() letters.
  /// @param logits     one a variant, overwritten.
  virtual void score_variants(std::string_view reference, std::span<const std::string> variants,
                              std::span<float> logits) const;

  /// True when one pass over bases scores their other strand as well: score_variant_strands is then the way.
  [[nodiscard]] virtual bool reads_both_strands() const { return false; }
  /// Scores variants as score_variants does, on the strand of the letters and on the other one.
  /// @pre reads_both_strands()
  virtual void score_variant_strands(std::string_view reference, std::span<const std::string> variants,
                                     std::span<float> forward, std::span<float> reverse) const;

  /// The logit of a whole record that is shorter than a window, in the orientation of `bases`: here that of
  /// the window in which N fill the place before it and the flanks, so that the record's 3' end is the
  /// window's.
  [[nodiscard]] virtual std::optional<float> score_short(std::string_view bases) const;
};

}  // namespace seqlens::scan
