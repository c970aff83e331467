#pragma once

#include <memory>
#include <string>

#include "seqlens/model/model_file.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seq_embed {

/// The model of --model with its tokenizer.
struct LoadedModel {
  std::string name;    ///< for messages
  std::string digest;  ///< SHA-256 of the file
  seqlens::model::ModelFile file;
  std::unique_ptr<const seqlens::tokenize::Tokenizer> tokenizer;

  [[nodiscard]] const seqlens::model::EncoderConfig& config() const { return file.config; }
};

/// @param wanted  --model; empty: SEQLENS_MODEL, else the first built-in model.
/// @throws UsageError when there is none; InputError when it is broken, or its tokenizer has more tokens than
/// it.
[[nodiscard]] LoadedModel load_model(const std::string& wanted);

}  // namespace seq_embed
