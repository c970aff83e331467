#pragma once

#include <memory>
#include <optional>
#include <string>

#include "seqlens/model/contact_sink.h"
#include "seqlens/model/encoder.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seq_embed {

/// The model of --model with its tokenizer. Of its weights only what the encoder packed is kept.
struct LoadedModel {
  std::string name;    ///< for messages
  std::string digest;  ///< SHA-256 of the file
  seqlens::model::Encoder encoder;
  std::optional<seqlens::model::ContactHead> contact_head;
  std::unique_ptr<const seqlens::tokenize::Tokenizer> tokenizer;

  [[nodiscard]] const seqlens::model::EncoderConfig& config() const { return encoder.config(); }
};

/// @param wanted  --model; empty: SEQLENS_MODEL, else the first built-in model.
/// @throws UsageError when there is none; InputError when it is broken, or its tokenizer has more tokens than
/// it.
[[nodiscard]] LoadedModel load_model(const std::string& wanted);

}  // namespace seq_embed
