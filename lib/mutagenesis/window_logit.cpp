#include "seqlens/mutagenesis/window_logit.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <vector>

#include "seqlens/core/dna.h"

namespace seqlens::mutagenesis {
namespace {

/// A window with its edited forms, all in one orientation.
struct Forms {
  std::string reference;
  std::vector<std::string> edited;
  bool operator==(const Forms&) const = default;
};

Forms forms_of(const Stretch& stretch, std::int64_t start, const scan::WindowScorer& scorer,
               std::int64_t tss_index, std::span<const Edit> edits) {
  const Interval window{start - scorer.flank_bases(), start + scorer.window_bases() + scorer.flank_bases()};
  Forms forms{stretch.letters(window), {}};
  for (const Edit& edit : edits)
    forms.edited.push_back(edited_window(stretch, window, start + tss_index, edit));
  return forms;
}

Forms reverse_forms(const Stretch& stretch, std::int64_t start, const scan::WindowScorer& scorer,
                    std::int64_t tss_index, std::span<const Edit> edits) {
  const std::string other_strand = reverse_complement(stretch.bases);
  const Stretch mirror{other_strand, 0};
  const std::int64_t size = stretch.interval().end;
  std::vector<Edit> mirrored_edits;
  for (const Edit& edit : edits) mirrored_edits.push_back(mirrored(edit, size));
  return forms_of(mirror, size - start - scorer.window_bases(), scorer, tss_index, mirrored_edits);
}

std::vector<std::string> other_strands(std::span<const std::string> windows) {
  std::vector<std::string> result;
  for (const std::string& window : windows) result.push_back(reverse_complement(window));
  return result;
}

/// The forms as the other strand reads them.
Forms turned(const Forms& forms) {
  return {reverse_complement(forms.reference), other_strands(forms.edited)};
}

struct StrandLogits {
  std::vector<float> forward;
  std::vector<float> reverse;
};

/// @pre the scorer reads both strands at once
StrandLogits score_strands(const scan::WindowScorer& scorer, std::string_view reference,
                           std::span<const std::string> variants) {
  StrandLogits logits{std::vector<float>(variants.size()), std::vector<float>(variants.size())};
  scorer.score_variant_strands(reference, variants, logits.forward, logits.reverse);
  return logits;
}

std::vector<float> score(const scan::WindowScorer& scorer, std::string_view reference,
                         std::span<const std::string> variants) {
  std::vector<float> logits(variants.size());
  scorer.score_variants(reference, variants, logits);
  return logits;
}

/// One of the two is empty when only the other strand is read.
void combine(std::span<const float> forward, std::span<const float> reverse, std::span<double> logits) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (forward.empty()) {
      logits[i] = reverse[i];
    } else if (reverse.empty()) {
      logits[i] = forward[i];
    } else {
      logits[i] = scan::unstranded_logit(forward[i], reverse[i]);
    }
  }
}

}  // namespace

double WindowLogit::reference(const Stretch& stretch, const WindowPlace& place) const {
  const Edit none{{place.forward_start, place.forward_start}, {}};
  double logit = 0;
  edited(stretch, place, {&none, 1}, {&logit, 1});
  return logit;
}

void WindowLogit::edited(const Stretch& stretch, const WindowPlace& place, std::span<const Edit> edits,
                         std::span<double> logits) const {
  assert(edits.size() == logits.size());
  if (scorer_.reads_both_strands()) return edited_strands(stretch, place, edits, logits);
  std::vector<float> forward;
  std::vector<float> reverse;
  if (reads_forward()) {
    const Forms forms = forms_of(stretch, place.forward_start, scorer_, tss_index_, edits);
    forward = score(scorer_, forms.reference, forms.edited);
  }
  if (reads_reverse()) {
    const Forms forms = reverse_forms(stretch, place.reverse_start, scorer_, tss_index_, edits);
    reverse = score(scorer_, forms.reference, forms.edited);
  }
  combine(forward, reverse, logits);
}

/// Bases that come or go shift the strands to different sides; otherwise one pass does for both.
void WindowLogit::edited_strands(const Stretch& stretch, const WindowPlace& place,
                                 std::span<const Edit> edits, std::span<double> logits) const {
  StrandLogits strands;
  Forms forward;
  if (reads_forward()) {
    forward = forms_of(stretch, place.forward_start, scorer_, tss_index_, edits);
    strands = score_strands(scorer_, forward.reference, forward.edited);
  }
  if (!reads_reverse()) strands.reverse.clear();
  if (reads_reverse()) {
    const Forms reverse = turned(reverse_forms(stretch, place.reverse_start, scorer_, tss_index_, edits));
    if (!reads_forward() || !(reverse == forward))
      strands.reverse = score_strands(scorer_, reverse.reference, reverse.edited).reverse;
  }
  combine(strands.forward, strands.reverse, logits);
}

void WindowLogit::variants(std::string_view reference, std::span<const std::string> variants,
                           std::span<double> logits) const {
  assert(variants.size() == logits.size());
  if (scorer_.reads_both_strands()) {
    StrandLogits strands = score_strands(scorer_, reference, variants);
    if (!reads_forward()) strands.forward.clear();
    if (!reads_reverse()) strands.reverse.clear();
    return combine(strands.forward, strands.reverse, logits);
  }
  std::vector<float> forward;
  std::vector<float> reverse;
  if (reads_forward()) forward = score(scorer_, reference, variants);
  if (reads_reverse()) reverse = score(scorer_, reverse_complement(reference), other_strands(variants));
  combine(forward, reverse, logits);
}

}  // namespace seqlens::mutagenesis
