#pragma once

#include "seqlens/model/model_file.h"

namespace seqlens::test {

/// Whether what the first head reads at the decoy goes on to the logit.
enum class DecoyPath { closed, open };

/// A model of one layer whose weights are set by hand. Its logit grows with kFirstMotif and knows nothing
/// else, unless the decoy's path is open.
///
///   L0H0  reads kSecondMotif, the decoy; its values are 0 (open: not)
///   L0H1  reads the decoy, and has values; what its output makes of them is 0
///   L0H2  reads kFirstMotif, and its output is what the logit reads
///   L0H3  reads all alike, values 0
model::ModelFile hand_built_model(DecoyPath decoy);

}  // namespace seqlens::test
