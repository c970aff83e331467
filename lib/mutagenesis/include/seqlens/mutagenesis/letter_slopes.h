#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/model/model_view.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/scan/scan_model.h"

namespace seqlens::mutagenesis {

/// The logit of a window, and by how much it changes, to first order, when one of its letters becomes
/// another.
struct LetterSlopes {
  double logit = 0;
  /// One a letter of the window and its flanks, in its orientation: [i] for kSubstitutes[i]; 0 at its own,
  /// and where the letter is none of A, C, G, T.
  std::vector<std::array<double, 4>> changes;
};

/// Effects of substitutions to first order, by one forward and one backward pass a window and strand: the
/// gradient of the logit by the one-hot tokens, times (other - present). A base of several tokens (k-mers)
/// has the sum over them. Where the logit bends, exact effects differ.
///
/// Of any model that scores windows and whose tokens keep their places when a letter becomes another. Shared
/// by threads. Memory: the weights once as they are, once packed for both directions, and once a thread.
class SlopeScorer {
 public:
  /// @param model  must outlive the object. @param stored  the same model's weights, read here.
  /// @param place  what error texts call the model.
  /// @throws InputError when tokens do not keep their places (BPE).
  SlopeScorer(const scan::ScanModel& model, const model::ModelView& stored, const std::string& place);
  ~SlopeScorer();
  SlopeScorer(SlopeScorer&&) noexcept;
  SlopeScorer& operator=(SlopeScorer&&) noexcept;

  /// The effects that effects_in_window() has exactly; deletions have none. `reference` is the logit of
  /// training's forward pass, which differs from the scorer's in the last bits.
  /// @throws Error for a window that the model cannot take. One thread; same bits on every run.
  [[nodiscard]] std::vector<BaseEffects> effects_in_window(scan::RecordStrand strand, const Stretch& stretch,
                                                           const WindowPlace& place,
                                                           const Interval& bases) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// effects_of_pieces() to first order: each base in the best window of the grid that holds it.
[[nodiscard]] std::vector<PieceEffects> first_order_effects_of_pieces(const WindowLogit& logit,
                                                                      const WindowGrid& grid,
                                                                      const SlopeScorer& slopes,
                                                                      std::span<const Piece> pieces);

}  // namespace seqlens::mutagenesis
