#pragma once

#include <optional>
#include <string>

#include "seqlens/model/model_view.h"
#include "seqlens/scan/promoter_settings.h"

namespace seqlens::scan {

/// The rule that tells our promoter models from all others: settings of its scans in the file, and windows of
/// one size with one logit, or a head that scores every position. Whatever else classifies is a checkpoint
/// (WindowClassifier), with settings or without.
[[nodiscard]] bool is_promoter_model(const model::ModelView& model);

/// The settings that a model of either kind holds; nothing: none.
/// @param place  what error texts call the model (its file).
/// @throws InputError for a text that is none.
[[nodiscard]] std::optional<PromoterSettings> stored_promoter_settings(const model::ModelView& model,
                                                                       const std::string& place);

/// The settings of a promoter model.
/// @throws InputError when it is none, saying why: no settings, another tokenizer than single bases, not
/// exactly one logit (nor positions: check_positions), or settings and encoder that disagree on the window.
[[nodiscard]] PromoterSettings promoter_model_settings(const model::ModelView& model,
                                                       const std::string& place);

}  // namespace seqlens::scan
