#pragma once

#include <string>

#include "seqlens/model/encoder.h"
#include "seqlens/model/model_file.h"
#include "seqlens/scan/promoter_settings.h"

#include "support/seeded_model.h"
#include "support/small_promoter_config.h"

namespace seqlens::test {

/// A small promoter model with random weights, of the shape of the real ones: windows of 300 bases, a stem of
/// stride 4, a first stage. Its calls mean nothing; what the programs do with them is what tests look at.
inline model::EncoderConfig tiny_promoter_config() {
  model::EncoderConfig config = small_promoter_config(16, 300, model::Pooling::mean);
  config.layers = 1;
  config.positions = model::Positions::rotary;
  config.final_norm = true;
  config.embedding_width = 4;
  config.stem = {{8, 5, 2, true}, {16, 5, 2, true}};
  config.first_stage = model::FirstStage{4, 3};
  return config;
}

inline scan::PromoterSettings tiny_promoter_settings() {
  scan::PromoterSettings settings;
  settings.first_stage_threshold = 0;
  settings.min_logit = 0.5;
  settings.scan_probability = scan::CalibrationCurve({{-1, 0.05}, {0, 0.25}, {1, 0.75}, {2, 0.9}});
  settings.record_probability = scan::CalibrationCurve({{-2, 0.02}, {0, 0.5}, {2, 0.98}});
  settings.score_table = {{0, 0.75, 0.25, 400}, {0.5, 0.6, 0.5, 200}, {1, 0.25, 0.75, 50}};
  return settings;
}

inline model::ModelFile tiny_promoter_file() {
  model::ModelFile file = seeded_model(tiny_promoter_config(), 5);
  // Spreads the logits of real sequence from about -5 to 5.
  const kernels::Matrix out = file.parameters.matrix("classify.out.weight");
  for (std::size_t i = 0; i < out.cols; ++i) out.row(0)[i] *= 6;
  file.parameters.vector("classify.out.bias")[0] = 4;
  file.metadata["seqlens.tokenizer"] = R"({"kind":"base"})";
  file.metadata[std::string(scan::PromoterSettings::metadata_key)] = scan::to_json(tiny_promoter_settings());
  return file;
}

}  // namespace seqlens::test
