#pragma once

#include <cstdint>

namespace seqlens::scan {

/// How a model that scores every position looks at a record. Kept parts tile it from base 0; the window of a
/// kept part is the part between two margins, N where the record has no bases. A kept part is cut into bins,
/// and each bin has a logit a strand: "a TSS lies here". So every base of a record has a score, and a score
/// depends on the bases of its window alone.
struct PositionGrid {
  std::int64_t window_bases = 0;
  std::int64_t kept_bases = 0;  ///< in the middle of the window; a multiple of bin_bases
  std::int64_t bin_bases = 1;
  bool operator==(const PositionGrid&) const = default;

  /// Bases of a window on each side of its kept part.
  [[nodiscard]] std::int64_t margin() const { return (window_bases - kept_bases) / 2; }
  /// Bins of a kept part.
  [[nodiscard]] std::int64_t bins() const { return kept_bases / bin_bases; }
};

}  // namespace seqlens::scan
