#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>

#include "seqlens/core/dna.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::test {

/// A scorer without a model: the logit is a hash of the letters of a window and its flanks on a coarse scale
/// (so that ties happen), and another bit of the hash stands for the first stage. Checks what it is asked.
class FakeScorer final : public scan::WindowScorer {
 public:
  FakeScorer(std::int64_t window_bases, std::int64_t alignment_bases, std::int64_t flank_bases = 0)
      : window_bases_(window_bases), alignment_bases_(alignment_bases), flank_bases_(flank_bases) {}

  [[nodiscard]] std::int64_t window_bases() const override { return window_bases_; }
  [[nodiscard]] std::int64_t flank_bases() const override { return flank_bases_; }
  [[nodiscard]] std::int64_t alignment_bases() const override { return alignment_bases_; }

  void score(std::string_view bases, std::span<const std::int64_t> starts, bool every_window,
             std::span<std::optional<float>> logits) const override {
    if (starts.size() != logits.size()) throw std::logic_error("as many logits as starts");
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::int64_t start = starts[i];
      const bool fits = start >= 0 && start + seen_bases() <= static_cast<std::int64_t>(bases.size());
      if (!fits || start % alignment_bases_ != 0 || (i > 0 && start <= starts[i - 1])) {
        throw std::logic_error("a window that no scorer takes");
      }
      const std::string_view window = bases.substr(start, seen_bases());
      logits[i] = every_window || passes(window) ? std::optional(logit(window)) : std::nullopt;
    }
  }

  [[nodiscard]] static float logit(std::string_view window) {
    return static_cast<float>((hash(window) >> 8U) % 64U) / 4 - 8;
  }
  [[nodiscard]] static bool passes(std::string_view window) { return hash(window) % 4U != 0; }

 private:
  static std::uint64_t hash(std::string_view window) {
    std::uint64_t value = 0xcbf29ce484222325U;
    for (const char letter : window) {
      value = (value ^ static_cast<unsigned char>(canonical_base(letter))) * 0x100000001b3U;
    }
    return value ^ (value >> 29U);
  }

  std::int64_t window_bases_;
  std::int64_t alignment_bases_;
  std::int64_t flank_bases_;
};

}  // namespace seqlens::test
