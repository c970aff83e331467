#include "model-train/masking_setup.h"

#include <string_view>

#include "seqlens/core/errors.h"

namespace model_train {

using seqlens::train::MaskingSettings;

MaskingSettings masking_of(const Options& options, const ModelSetup& setup) {
  MaskingSettings masking;
  masking.fraction = options.mask_fraction;
  masking.span = options.mask_span;
  const auto mask = setup.tokenizer->mask_id();
  if (!mask) throw seqlens::UsageError("--objective masked-lm needs a tokenizer with a mask token");
  masking.mask_token = *mask;
  for (std::size_t id = 0; id < setup.tokenizer->vocabulary_size(); ++id) {
    const auto token = static_cast<std::int32_t>(id);
    const std::string_view text = setup.tokenizer->token(token);
    // Special tokens are written in brackets; N carries nothing to predict.
    const bool special = text.starts_with('[') || text.starts_with('<');
    if (!special && text != "N") masking.eligible.push_back(token);
  }
  return masking;
}

}  // namespace model_train
