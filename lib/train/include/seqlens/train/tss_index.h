#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"

namespace seqlens::train {

/// A transcription start site: the first transcribed base, 0-based.
struct Tss {
  std::string contig;
  std::int64_t position = 0;
  Strand strand = Strand::forward;
};

/// Answers where the next TSS is.
class TssIndex {
 public:
  TssIndex() = default;
  /// @throws Error for a TSS without strand.
  explicit TssIndex(std::span<const Tss> sites);

  /// Bases to the nearest TSS on this strand; nothing when the contig has none on it. O(log n).
  [[nodiscard]] std::optional<std::int64_t> distance(std::string_view contig, Strand strand,
                                                     std::int64_t position) const;
  /// Whether a TSS on any strand lies in the interval grown by `margin` at both ends.
  [[nodiscard]] bool any_near(std::string_view contig, const Interval& interval, std::int64_t margin) const;

 private:
  struct Contig {
    std::vector<std::int64_t> forward;
    std::vector<std::int64_t> reverse;
  };
  std::map<std::string, Contig, std::less<>> contigs_;
};

}  // namespace seqlens::train
