#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "seqlens/attention/reduction.h"
#include "seqlens/attention/track_sink.h"
#include "seqlens/core/interval.h"
#include "seqlens/model/encoder.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/stretch_scores.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::attention {

/// A part of a record, forward strand.
struct Stretch {
  std::string_view bases;  ///< with the flanks of the outermost windows, N where the record has none
  std::int64_t begin = 0;  ///< where in the record the first window starts, a multiple of the stride
  bool first = true;       ///< the record begins with it
  bool last = true;        ///< nothing follows: a shorter last window is run, where the model takes one
  std::optional<Interval> viewpoint = {};  ///< for Reduction::from: other windows are left out
};

/// A window whose tracks were made.
struct TrackedWindow {
  Interval bases;  ///< of the record, without flanks; a padded window reaches beyond its ends
  Strand strand = Strand::forward;
  std::size_t gc_bin = 0;
  std::span<const Interval> places;  ///< of the T positions, forward strand of the record; empty: of no base
  const TrackSink& sink;             ///< tracks of T numbers, in the orientation of the strand
};

/// Runs the windows of a record through a model and reduces their attention. Shared by threads.
class WindowRunner {
 public:
  using Take = std::function<void(const TrackedWindow&)>;
  using MakeSink = std::function<std::unique_ptr<TrackSink>()>;

  virtual ~WindowRunner() = default;
  /// The longest window.
  [[nodiscard]] virtual std::int64_t window_bases() const = 0;
  /// Bases on each side of a window that the model sees besides; positions may stand for them.
  [[nodiscard]] virtual std::int64_t flank_bases() const { return 0; }
  [[nodiscard]] std::int64_t seen_bases() const { return window_bases() + 2 * flank_bases(); }
  /// Windows start at its multiples, counted from base 0 of the record.
  [[nodiscard]] virtual std::int64_t stride_bases() const = 0;
  /// Hands every window to `take`, on this thread. A window's tracks depend on its bases alone.
  virtual scan::StretchCounts run(const Stretch& stretch, const Take& take) const = 0;
};

/// The windows of a promoter scan: those of scan::WindowOptions, on each strand, the stem's features shared
/// between them. A record shorter than a window is padded as in scan::score_short_record.
///
/// @param encoder, plan  must outlive the runner.
/// @param windows        every_window is of no account: all are run.
/// @param make_sink      what looks on; make_track_sink(plan) unless more is wanted.
[[nodiscard]] std::unique_ptr<WindowRunner> promoter_windows(const model::Encoder& encoder,
                                                             const scan::PromoterSettings& settings,
                                                             const ReductionPlan& plan,
                                                             const scan::WindowOptions& windows,
                                                             WindowRunner::MakeSink make_sink);

/// How records are cut for models that read text of any length.
struct TextWindows {
  std::int64_t window_bases = 0;
  std::int64_t stride_bases = 0;
  std::size_t most_tokens = 0;  ///< special ones included; windows with more are halved
  bool forward = true;
  bool reverse = true;
  bool skip_n = true;  ///< leave out windows of which more than a tenth is N
};

/// The longest windows that a model takes and half of that as stride: as many tokens as it has positions for,
/// 512 at most where it has more, times the letters of a token (BPE: 4). The strands are both for DNA, the
/// one for proteins.
[[nodiscard]] TextWindows default_windows(const model::EncoderConfig& config,
                                          const tokenize::Tokenizer& tokenizer);

/// Sliding windows for any other model: each window is tokenised by itself (lower case as upper case) and
/// run; the last one of a record ends with it, and may be shorter. Encoder, tokenizer and plan must outlive
/// the runner.
[[nodiscard]] std::unique_ptr<WindowRunner> text_windows(const model::Encoder& encoder,
                                                         const tokenize::Tokenizer& tokenizer,
                                                         const ReductionPlan& plan,
                                                         const TextWindows& windows,
                                                         WindowRunner::MakeSink make_sink);

}  // namespace seqlens::attention
