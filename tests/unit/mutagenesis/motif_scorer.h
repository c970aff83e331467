#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "seqlens/scan/window_scorer.h"

namespace seqlens::test {

/// A model whose truth is known: the logit is `weight` when the motif stands at `place` of the window, else
/// 0.
class MotifScorer final : public scan::WindowScorer {
 public:
  MotifScorer(std::int64_t window_bases, std::string motif, std::size_t place, float weight)
      : window_bases_(window_bases), motif_(std::move(motif)), place_(place), weight_(weight) {}

  [[nodiscard]] std::int64_t window_bases() const override { return window_bases_; }
  [[nodiscard]] std::int64_t alignment_bases() const override { return 1; }
  void score(std::string_view bases, std::span<const std::int64_t> starts, bool /*every_window*/,
             std::span<std::optional<float>> logits) const override {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::string_view window = bases.substr(starts[i], window_bases_);
      logits[i] = window.substr(place_, motif_.size()) == motif_ ? weight_ : 0;
    }
  }

 private:
  std::int64_t window_bases_;
  std::string motif_;
  std::size_t place_;
  float weight_;
};

}  // namespace seqlens::test
