#pragma once

#include <string>

#include "seqlens/model/encoder.h"
#include "seqlens/model/model_view.h"
#include "seqlens/scan/promoter_settings.h"

namespace seqlens::scan {

/// A model that says of a window of bases whether a promoter lies in it.
struct PromoterModel {
  model::Encoder encoder;
  PromoterSettings settings;
};

/// @param place  what error texts call the model (its file).
/// @throws InputError when the file is no promoter model: no scan settings, another tokenizer than single
/// bases, not
///         exactly one logit, or settings and encoder that disagree on the window.
[[nodiscard]] PromoterModel make_promoter_model(const model::ModelView& file, const std::string& place);

}  // namespace seqlens::scan
