#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "seqlens/core/interval.h"

namespace seqlens::mutagenesis {

/// Known bases of a record around some place, forward strand. What lies outside is N.
struct Stretch {
  std::string_view bases;  ///< letters as in the file
  std::int64_t begin = 0;  ///< position of bases[0] in the record

  [[nodiscard]] Interval interval() const { return {begin, begin + static_cast<std::int64_t>(bases.size())}; }
  [[nodiscard]] char at(std::int64_t position) const {
    return interval().contains(position) ? bases[static_cast<std::size_t>(position - begin)] : 'N';
  }
  /// Letters of any interval, N outside. O(length).
  [[nodiscard]] std::string letters(const Interval& wanted) const;
};

/// Bases of a record replaced by others: a substitution, a deletion (no bases) or an insertion (an empty
/// interval: before the base at `replaced.begin`).
struct Edit {
  Interval replaced;
  std::string bases;

  /// Bases that the record gains; negative for a deletion.
  [[nodiscard]] std::int64_t gained() const {
    return static_cast<std::int64_t>(bases.size()) - replaced.length();
  }
};

/// A window after an edit, as long as before. The base at `anchor` (a model's TSS) keeps its place in the
/// window, so an edit before it moves what lies on its left and an edit behind it what lies on its right:
/// a deletion shifts in the flank of that side, an insertion pushes bases out there. A deletion across the
/// anchor takes as many bases from the left as it deletes on the left of the anchor, the others from the
/// right.
///
/// @param stretch  holds the window and gained() bases of flank on both sides; otherwise N is shifted in.
/// @param window   of the record, in the orientation of the stretch; may reach beyond the record.
[[nodiscard]] std::string edited_window(const Stretch& stretch, const Interval& window, std::int64_t anchor,
                                        const Edit& edit);

/// The edit as the other strand sees it, in a record whose base 0 is the complement of base `size` - 1.
[[nodiscard]] Edit mirrored(const Edit& edit, std::int64_t size);

}  // namespace seqlens::mutagenesis
