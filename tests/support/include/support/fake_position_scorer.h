#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>

#include "seqlens/core/dna.h"
#include "seqlens/scan/position_scorer.h"

namespace seqlens::test {

/// A scorer of positions without a model: a logit is a hash of the letters of the window, the bin and the
/// strand, on a coarse scale (so that ties happen). Checks what it is asked.
class FakePositionScorer final : public scan::PositionScorer {
 public:
  explicit FakePositionScorer(const scan::PositionGrid& grid) : grid_(grid) {}

  [[nodiscard]] const scan::PositionGrid& grid() const override { return grid_; }

  void score(std::string_view bases, std::span<const std::int64_t> starts,
             std::span<float> logits) const override {
    const auto columns = static_cast<std::size_t>(2 * grid_.bins());
    if (logits.size() != starts.size() * columns) throw std::logic_error("a logit a bin and strand");
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const bool fits =
          starts[i] >= 0 && starts[i] + grid_.window_bases <= static_cast<std::int64_t>(bases.size());
      if (!fits || starts[i] % grid_.kept_bases != 0 || (i > 0 && starts[i] <= starts[i - 1]))
        throw std::logic_error("a window that no scorer takes");
      const auto window =
          bases.substr(static_cast<std::size_t>(starts[i]), static_cast<std::size_t>(grid_.window_bases));
      for (std::size_t column = 0; column < columns; ++column)
        logits[i * columns + column] = logit(window, column / 2, column % 2 == 1);
    }
  }

  [[nodiscard]] static float logit(std::string_view window, std::size_t bin, bool reverse) {
    std::uint64_t value = 0xcbf29ce484222325U + 2 * bin + (reverse ? 1 : 0);
    for (const char letter : window)
      value = (value ^ static_cast<unsigned char>(canonical_base(letter))) * 0x100000001b3U;
    value ^= value >> 29U;
    return static_cast<float>((value >> 8U) % 256U) / 16 - 8;
  }

 private:
  scan::PositionGrid grid_;
};

}  // namespace seqlens::test
