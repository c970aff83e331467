#include "seqlens/mutagenesis/variant_effect.h"

#include <cmath>
#include <string>

#include "seqlens/core/dna.h"

namespace seqlens::mutagenesis {
namespace {

void cut_common_ends(Edit& edit, const Stretch& stretch) {
  const auto same = [&](std::int64_t position, char base) {
    return canonical_base(stretch.at(position)) == canonical_base(base);
  };
  while (!edit.bases.empty() && !edit.replaced.empty() && same(edit.replaced.end - 1, edit.bases.back())) {
    edit.bases.pop_back();
    --edit.replaced.end;
  }
  std::size_t common = 0;
  while (common < edit.bases.size() && !edit.replaced.empty() &&
         same(edit.replaced.begin, edit.bases[common])) {
    ++common;
    ++edit.replaced.begin;
  }
  edit.bases.erase(0, common);
}

/// The base before an insertion or deletion goes behind it when the change ends with the same base.
bool move_left(Edit& edit, const Stretch& stretch) {
  const std::int64_t before = edit.replaced.begin - 1;
  if (before < stretch.begin || canonical_base(stretch.at(before)) == 'N') return false;
  const char last = edit.bases.empty() ? stretch.at(edit.replaced.end - 1) : edit.bases.back();
  if (canonical_base(stretch.at(before)) != canonical_base(last)) return false;
  if (!edit.bases.empty()) {
    edit.bases.pop_back();
    edit.bases.insert(edit.bases.begin(), last);
  }
  --edit.replaced.begin;
  --edit.replaced.end;
  return true;
}

}  // namespace

Edit left_normalised(Edit edit, const Stretch& stretch) {
  cut_common_ends(edit, stretch);
  const bool pure = edit.bases.empty() != edit.replaced.empty();
  while (pure && move_left(edit, stretch)) {
  }
  return edit;
}

bool holds(const GridWindow& window, const Edit& edit) {
  if (!edit.replaced.empty()) return window.interval.overlaps(edit.replaced);
  return window.interval.begin < edit.replaced.begin && edit.replaced.begin < window.interval.end;
}

std::optional<VariantEffect> variant_effect(const WindowLogit& logit, const Stretch& stretch,
                                            std::span<const GridWindow> windows, const Edit& edit) {
  VariantEffect effect;
  for (const GridWindow& window : windows) {
    if (!holds(window, edit)) continue;
    double alternative = 0;
    logit.edited(stretch, window.place, {&edit, 1}, {&alternative, 1});
    const double change = alternative - window.logit;
    if (std::abs(change) > std::abs(effect.largest)) effect.largest = change;
    effect.reference += window.logit;
    effect.alternative += alternative;
    ++effect.windows;
  }
  if (effect.windows == 0) return std::nullopt;
  const auto count = static_cast<double>(effect.windows);
  effect.reference /= count;
  effect.alternative /= count;
  effect.delta = effect.alternative - effect.reference;
  return effect;
}

}  // namespace seqlens::mutagenesis
