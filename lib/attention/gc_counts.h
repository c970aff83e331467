#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace seqlens::attention {

/// Letters of every prefix of a stretch, so that each window's GC bin costs nothing.
class GcCounts {
 public:
  explicit GcCounts(std::string_view bases);
  /// Bin of bases [begin, end).
  [[nodiscard]] std::size_t bin(std::int64_t begin, std::int64_t end) const;

 private:
  std::vector<std::int32_t> gc_;
  std::vector<std::int32_t> known_;
};

}  // namespace seqlens::attention
