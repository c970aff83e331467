#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "seqlens/model/encoder.h"
#include "seqlens/model/stored_model.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/tokenize/tokenizer.h"

namespace attention_tracks {

/// The model of --model, its tokenizer, and what it says of its windows if it is one of our promoter models.
struct LoadedModel {
  std::string name;            ///< for messages
  std::string digest;          ///< SHA-256 of the file
  std::filesystem::path from;  ///< file or folder; empty when it is part of the program
  seqlens::model::StoredModel stored;
  seqlens::model::Encoder encoder;
  std::unique_ptr<const seqlens::tokenize::Tokenizer> tokenizer;
  std::optional<seqlens::scan::PromoterSettings> promoter;

  [[nodiscard]] const seqlens::model::EncoderConfig& config() const { return encoder.config(); }
};

/// @param wanted  --model; empty: SEQLENS_MODEL, else the first built-in model.
[[nodiscard]] LoadedModel load_model(const std::string& wanted);

}  // namespace attention_tracks
