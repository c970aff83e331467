#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/scan/window_classifier.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// Scores windows with a classification checkpoint: each window is tokenised by itself and runs through the
/// whole encoder, so its logit has the bits of PromoterClass::logit of Encoder::run on its tokens.
///
/// Windows of one call are spread over the threads. A window that the model cannot take
/// (WindowClassifier::tokens) gets no logit and is counted. Memory: one window's activations a thread.
class ClassifierScorer final : public WindowScorer {
 public:
  /// The model must outlive the scorer.
  explicit ClassifierScorer(const WindowClassifier& model) : model_(model) {}

  [[nodiscard]] std::int64_t window_bases() const override { return model_.settings.window_bases; }
  [[nodiscard]] std::int64_t alignment_bases() const override { return 1; }
  /// `every_window` changes nothing: there is no first stage.
  /// @throws Error for a logit that is not finite (the weights are broken).
  void score(std::string_view bases, std::span<const std::int64_t> starts, bool every_window,
             std::span<std::optional<float>> logits) const override;
  /// Each variant runs by itself: whole tokens change with a base.
  /// @throws Error for a variant that the model cannot take.
  void score_variants(std::string_view reference, std::span<const std::string> variants,
                      std::span<float> logits) const override;
  /// The record as it is: these models take any length up to their longest.
  [[nodiscard]] std::optional<float> score_short(std::string_view bases) const override;

  /// How many windows were not taken so far.
  [[nodiscard]] std::uint64_t untaken() const { return untaken_; }

 private:
  struct Scratch {
    std::vector<float> features;
    std::vector<float> logits;
  };

  [[nodiscard]] std::optional<float> logit(std::string_view bases) const;

  const WindowClassifier& model_;
  mutable parallel::WorkspacePool<Scratch> scratch_;
  mutable std::atomic<std::uint64_t> untaken_ = 0;
};

}  // namespace seqlens::scan
