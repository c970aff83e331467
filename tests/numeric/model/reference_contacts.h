#pragma once

#include "reference_encoder.h"

namespace seqlens::test {

/// Mistakes that contact prediction invites.
enum class ContactMistake {
  none,
  eos_kept,          ///< only the first token is cut: <eos> is a residue of its own
  cls_kept,          ///< the last two tokens are cut instead of the first and the last
  not_symmetrised,   ///< without the transpose
  no_correction,     ///< without the average product
  corrected_sum,     ///< the average product of the weighted sum of all heads, not head by head
  without_diagonal,  ///< the sums of the correction leave the diagonal out
  heads_first,       ///< channel = head * L + layer
  no_sigmoid,
};

/// Contact probabilities in double precision, from the attentions of a sequence that starts with <cls> and
/// ends with <eos>.
Rows reference_contacts(const ReferenceOutput& output, const model::Parameters& parameters,
                        ContactMistake mistake = ContactMistake::none);

}  // namespace seqlens::test
