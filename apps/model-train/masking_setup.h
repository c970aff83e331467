#pragma once

#include "seqlens/train/masking.h"

#include "model-train/model_setup.h"
#include "model-train/options.h"

namespace model_train {

/// What masked-lm hides: every token but special ones and N.
/// @throws UsageError when the tokenizer has no mask token
[[nodiscard]] seqlens::train::MaskingSettings masking_of(const Options& options, const ModelSetup& setup);

}  // namespace model_train
