#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "seqlens/scan/position_grid.h"

namespace seqlens::scan {

/// Gives the bins of a window their logits, for both strands at once. The encoder is one (TokenScorer); tests
/// bring their own. Shared by threads. A logit depends on the bases of its window alone.
class PositionScorer {
 public:
  virtual ~PositionScorer() = default;

  [[nodiscard]] virtual const PositionGrid& grid() const = 0;

  /// Scores windows of one stretch, all on its forward strand.
  ///
  /// @param bases   letters as read from a file.
  /// @param starts  offsets in `bases` where windows start, increasing multiples of kept_bases; window_bases
  ///                from each fit.
  /// @param logits  (windows, bins, 2), '+' before '-'; overwritten with finite numbers.
  virtual void score(std::string_view bases, std::span<const std::int64_t> starts,
                     std::span<float> logits) const = 0;
};

}  // namespace seqlens::scan
