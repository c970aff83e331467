#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace seqlens::attention {

/// Windows are compared with shuffled windows of a similar share of G and C among their A, C, G and T: bin 0
/// below the first edge, bin 4 from the last one on. About even in the human genome's non-repetitive part,
/// with a bin of its own for CpG islands.
inline constexpr std::array<double, 4> kGcEdges{0.36, 0.42, 0.48, 0.56};
inline constexpr std::size_t kGcBins = kGcEdges.size() + 1;

/// Bin of a share; windows without a base (0 of 0) lie in bin 0.
[[nodiscard]] std::size_t gc_bin(std::int64_t gc_bases, std::int64_t known_bases);

/// Bin of a sequence.
[[nodiscard]] std::size_t gc_bin(std::string_view bases);

}  // namespace seqlens::attention
