#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/model/encoder.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// Of a model of positions: the bins that lie in a window of the settings, counted from the first of the
/// encoder's window around it. @pre settings.positions
[[nodiscard]] Interval bins_of_window(const model::EncoderConfig& config, const PromoterSettings& settings);

/// Scores windows with an encoder: the stem runs once over the stretch, the first stage looks at each
/// window's features, and the layers see the windows that pass. Features depend on their bases alone, so a
/// window's logit has the same bits as Encoder::run on its bases.
///
/// Of a model of positions (PromoterSettings::positions) the logit is the log odds of "a TSS in the window":
/// the sum over its bins, as in a record (LogSum), of the encoder's window that has this one in its middle.
class EncoderScorer final : public WindowScorer {
 public:
  /// Encoder and settings must belong together (PromoterModel); the encoder must outlive the scorer.
  EncoderScorer(const model::Encoder& encoder, const PromoterSettings& settings);

  [[nodiscard]] std::int64_t window_bases() const override { return window_bases_; }
  [[nodiscard]] std::int64_t flank_bases() const override { return flank_bases_; }
  [[nodiscard]] std::int64_t alignment_bases() const override { return alignment_bases_; }
  /// Without a first stage, or a threshold for it, every window reaches the encoder.
  /// @throws Error for a logit that is not finite (the weights are broken).
  void score(std::string_view bases, std::span<const std::int64_t> starts, bool every_window,
             std::span<std::optional<float>> logits) const override;
  /// The stem runs on the features that a changed base lies under; the others are those of the reference.
  void score_variants(std::string_view reference, std::span<const std::string> variants,
                      std::span<float> logits) const override;

  /// A model of positions scores both strands at once.
  [[nodiscard]] bool reads_both_strands() const override { return bins_.has_value(); }
  void score_variant_strands(std::string_view reference, std::span<const std::string> variants,
                             std::span<float> forward, std::span<float> reverse) const override;

  /// Runs the encoder on every window of the stretch, as score() does, while `heads` looks on.
  ///
  /// @param heads  sees the windows one after the other, on this thread; the sequence number is the window's
  ///               place in `starts`.
  /// @param done   hears of each window, by that number, with its logit, once it ran.
  void observe(std::string_view bases, std::span<const std::int64_t> starts, model::HeadSink& heads,
               const std::function<void(std::size_t, float)>& done) const;

  /// What the first stage says of one window, of which those below the settings' threshold do not reach the
  /// encoder. @pre the model has a first stage; `window` has seen_bases() bases.
  [[nodiscard]] float first_stage_logit(std::string_view window) const;

 private:
  struct Scratch {
    std::vector<std::int32_t> ids;
    std::vector<float> features;
    std::vector<float> channels;
    std::vector<float> reference_features;
    std::vector<float> new_rows;
    std::vector<float> bins;
  };
  struct StrandLogits {
    float forward = 0;
    float reverse = 0;
  };
  /// Hears of each variant.
  using TakeVariant = std::function<void(std::size_t, Scratch&)>;

  void read_features(std::string_view bases, bool with_channels, Scratch& scratch) const;
  void run_variants(std::string_view reference, std::span<const std::string> variants,
                    const TakeVariant& take) const;
  void renew_changed_features(std::string_view reference, std::string_view variant, Scratch& scratch) const;
  void renew_rows(std::string_view variant, std::size_t begin, std::size_t end, Scratch& scratch) const;
  [[nodiscard]] float first_stage_logit(std::size_t row, Scratch& scratch) const;
  [[nodiscard]] std::size_t row_of(std::int64_t start, std::int64_t begin) const;
  [[nodiscard]] float logit(std::size_t row, Scratch& scratch, model::HeadSink* heads = nullptr,
                            std::size_t sequence = 0) const;
  [[nodiscard]] StrandLogits bin_logits(std::size_t row, Scratch& scratch, model::HeadSink* heads,
                                        std::size_t sequence) const;

  const model::Encoder& encoder_;
  std::int64_t window_bases_;
  std::int64_t flank_bases_;
  std::int64_t alignment_bases_;
  std::size_t width_;         // D
  std::size_t rows_;          // T of a window
  std::size_t channel_rows_;  // rows of first-stage channels of a window
  std::optional<float> first_stage_threshold_;
  std::optional<Interval> bins_;  // of the window, counted from the encoder's first; of a model of positions
  mutable parallel::WorkspacePool<Scratch> scratch_;
};

}  // namespace seqlens::scan
