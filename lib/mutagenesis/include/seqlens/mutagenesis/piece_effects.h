#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/mutagenesis/grid_windows.h"

namespace seqlens::mutagenesis {

/// Bases of a record that are asked for, with what their windows and mutants need around them.
struct Piece {
  std::string name;        ///< of the record
  std::string bases;       ///< forward strand
  std::int64_t begin = 0;  ///< position of bases[0] in the record
  Interval wanted;         ///< inside the bases

  [[nodiscard]] Stretch stretch() const { return {bases, begin}; }
};

/// Bases on each side of the wanted ones that a piece holds, as far as the record goes.
[[nodiscard]] inline std::int64_t piece_reach(const scan::WindowScorer& scorer,
                                              std::int64_t longest_deletion) {
  return scorer.window_bases() + scorer.flank_bases() + longest_deletion;
}

struct PieceEffects {
  std::vector<BaseEffects> bases;  ///< by position; wanted bases that no window holds are left out
  std::uint64_t mutants = 0;       ///< substitutions and deletions scored
};

/// Mutates every wanted base in the best window of the grid that holds it, on the threads of the budget.
///
/// Effects of a base depend on the record around it alone, not on how records are cut into pieces. Memory:
/// the effects of the pieces given. Same bits for any number of threads.
[[nodiscard]] std::vector<PieceEffects> effects_of_pieces(const WindowLogit& logit, const WindowGrid& grid,
                                                          std::int64_t longest_deletion,
                                                          std::span<const Piece> pieces);

}  // namespace seqlens::mutagenesis
