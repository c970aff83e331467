#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/protein/alignment.h"
#include "seqlens/protein/residue.h"

namespace seqlens::test {

/// Rows of random residues in which each pair of columns agrees on a rule in most rows: residue a of the one
/// comes with residue 19 - a of the other. Some residues are missing.
inline protein::Alignment planted_family(std::size_t rows, std::size_t columns,
                                         const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                                         std::uint64_t seed, double missing = 0.02) {
  Random random(seed);
  protein::Alignment alignment{rows, columns, std::vector<std::uint8_t>(rows * columns)};
  for (std::size_t r = 0; r < rows; ++r) {
    std::uint8_t* row = alignment.codes.data() + r * columns;
    for (std::size_t c = 0; c < columns; ++c) row[c] = static_cast<std::uint8_t>(random.below(20));
    for (const auto& pair : pairs)
      if (random.uniform() < 0.8) row[pair.second] = static_cast<std::uint8_t>(19 - row[pair.first]);
    for (std::size_t c = 0; c < columns; ++c)
      if (random.uniform() < missing) row[c] = protein::kGap;
  }
  return alignment;
}

/// The numbers 0 .. rows - 1.
inline std::vector<std::size_t> every_row(const protein::Alignment& alignment) {
  std::vector<std::size_t> rows(alignment.rows);
  for (std::size_t r = 0; r < rows.size(); ++r) rows[r] = r;
  return rows;
}

}  // namespace seqlens::test
