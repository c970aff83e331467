#pragma once

#include <string>

#include "seqlens/model/model_file.h"
#include "seqlens/scan/promoter_settings.h"

#include "support/seeded_model.h"
#include "support/tiny_promoter_model.h"

namespace seqlens::test {

/// A small model of positions with random weights: a stem of stride 4, bins of 2 bases, windows of 440 bases
/// of which 320 are kept. Its calls mean nothing.
inline model::EncoderConfig tiny_position_config() {
  model::EncoderConfig config = tiny_promoter_config();
  config.window_tokens = 440;
  config.first_stage.reset();
  config.classify.reset();
  config.local_kernel = 3;
  config.token_head = model::TokenHead{{"+", "-"}, 2};
  return config;
}

inline scan::PromoterSettings tiny_position_settings() {
  scan::PromoterSettings settings = tiny_promoter_settings();
  settings.first_stage_threshold.reset();
  settings.scan_stride = 2;
  settings.sensitive_min_logit = -1;
  settings.positions = scan::PositionWindows{440, 320};
  return settings;
}

inline model::ModelFile tiny_position_file() {
  model::ModelFile file = seeded_model(tiny_position_config(), 5);
  // Spreads the logits of real sequence from about -5 to 5, as tiny_promoter_file() does.
  const kernels::Matrix weights = file.parameters.matrix("token_head.weight");
  for (std::size_t row = 0; row < weights.rows; ++row)
    for (std::size_t i = 0; i < weights.cols; ++i) weights.row(row)[i] *= 2;
  file.metadata["seqlens.tokenizer"] = R"({"kind":"base"})";
  file.metadata[std::string(scan::PromoterSettings::metadata_key)] = scan::to_json(tiny_position_settings());
  return file;
}

}  // namespace seqlens::test
