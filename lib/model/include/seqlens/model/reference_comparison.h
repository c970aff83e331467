#pragma once

#include <map>
#include <string>

#include "seqlens/model/encoder.h"
#include "seqlens/model/reference_case.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// Runs the encoder on a case's sequences, each alone (no padding), and compares every output that both the
/// case and the model have: by name ("logits", "hidden_states.1"), the largest difference over the batch.
/// Attentions are compared row by row while the encoder runs and never held.
///
/// `weights` are those of the encoder (contacts need their regression).
/// @throws InputError when an output has another shape than the model gives it; Error when the encoder cannot
/// take a sequence.
[[nodiscard]] std::map<std::string, OutputDifference> compare_with_reference(const Encoder& encoder,
                                                                             const WeightSource& weights,
                                                                             const ReferenceCase& reference);

}  // namespace seqlens::model
