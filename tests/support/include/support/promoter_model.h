#pragma once

#include <string>

#include "seqlens/model/encoder.h"
#include "seqlens/scan/promoter_model.h"

namespace seqlens::test {

/// A promoter model in memory: what its scorer is made of.
struct PromoterModel {
  model::Encoder encoder;
  scan::PromoterSettings settings;
};

inline PromoterModel make_promoter_model(const model::ModelView& file, const std::string& place) {
  scan::PromoterSettings settings = scan::promoter_model_settings(file, place);
  return {model::Encoder(file.config, file.weights), std::move(settings)};
}

}  // namespace seqlens::test
