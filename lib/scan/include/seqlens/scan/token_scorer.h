#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/model/encoder.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/scan/position_scorer.h"
#include "seqlens/scan/promoter_settings.h"

namespace seqlens::scan {

/// @throws InputError when encoder and settings (with `positions`) do not belong together: no token head with
/// the outputs "+" and "-", bins that are not those of the grid, windows that the encoder does not see.
/// @param place  what error texts call the model.
void check_positions(const model::EncoderConfig& config, const PromoterSettings& settings,
                     const std::string& place);

/// Scores positions with an encoder and its token head. The stem runs once over the windows of a call, so
/// bases that two windows share cost it once; layers run window by window. A window's logits have the bits of
/// Encoder::run on its bases; with `pooled_bases` each is then pooled with the others of its window and
/// strand. Single-threaded.
class TokenScorer final : public PositionScorer {
 public:
  /// Encoder and settings must belong together (check_positions); the encoder must outlive the scorer.
  TokenScorer(const model::Encoder& encoder, const PromoterSettings& settings);

  [[nodiscard]] const PositionGrid& grid() const override { return grid_; }
  /// @throws Error for a logit that is not finite (the weights are broken).
  void score(std::string_view bases, std::span<const std::int64_t> starts,
             std::span<float> logits) const override;

 private:
  struct Scratch {
    std::vector<std::int32_t> ids;
    std::vector<float> features;
    std::vector<float> logits;
  };

  const model::Encoder& encoder_;
  PositionGrid grid_;
  double pooled_bins_;     // 0: logits as the encoder gives them
  std::size_t stride_;     // bases a position
  std::size_t width_;      // D
  std::size_t rows_;       // T of a window
  std::size_t columns_;    // logits of a position
  std::size_t first_bin_;  // of the kept part, counted from the window's first
  mutable parallel::WorkspacePool<Scratch> scratch_;
};

}  // namespace seqlens::scan
