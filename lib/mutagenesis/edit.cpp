#include "seqlens/mutagenesis/edit.h"

#include <algorithm>

#include "seqlens/core/dna.h"

namespace seqlens::mutagenesis {
namespace {

/// Where the edited window begins, in the coordinates of the edited record, which are those of the record up
/// to the edit.
std::int64_t begin_after_edit(const Interval& window, std::int64_t anchor, const Edit& edit) {
  if (edit.replaced.end <= anchor) return window.begin + edit.gained();
  const std::int64_t deleted_on_the_left = std::max<std::int64_t>(0, anchor - edit.replaced.begin);
  return window.begin - std::clamp<std::int64_t>(-edit.gained(), 0, deleted_on_the_left);
}

}  // namespace

std::string Stretch::letters(const Interval& wanted) const {
  std::string text(static_cast<std::size_t>(std::max<std::int64_t>(0, wanted.length())), 'N');
  const std::int64_t from = std::max(wanted.begin, begin);
  const std::int64_t to = std::min(wanted.end, interval().end);
  if (from < to) bases.copy(text.data() + (from - wanted.begin), to - from, from - begin);
  return text;
}

std::string edited_window(const Stretch& stretch, const Interval& window, std::int64_t anchor,
                          const Edit& edit) {
  const std::int64_t begin = begin_after_edit(window, anchor, edit);
  const std::int64_t end = begin + window.length();
  const std::int64_t insert_end = edit.replaced.begin + static_cast<std::int64_t>(edit.bases.size());
  std::string text = stretch.letters({begin, std::min(end, edit.replaced.begin)});
  const Interval inserted{std::max(begin, edit.replaced.begin), std::min(end, insert_end)};
  if (!inserted.empty()) text += edit.bases.substr(inserted.begin - edit.replaced.begin, inserted.length());
  text += stretch.letters({std::max(begin, insert_end) - edit.gained(), end - edit.gained()});
  return text;
}

Edit mirrored(const Edit& edit, std::int64_t size) {
  return {{size - edit.replaced.end, size - edit.replaced.begin}, reverse_complement(edit.bases)};
}

}  // namespace seqlens::mutagenesis
