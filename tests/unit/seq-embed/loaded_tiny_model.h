#pragma once

#include "seqlens/model/model_file.h"
#include "seqlens/tokenize/tokenizer_json.h"

#include "seq-embed/loaded_model.h"

namespace seq_embed {

/// As load_model() gives it, without a file.
inline LoadedModel loaded_tiny_model(const seqlens::model::ModelFile& file) {
  using namespace seqlens;
  std::optional<model::ContactHead> contacts;
  if (file.config.contact_head) contacts = model::contact_head(file.config, file.parameters);
  return {"tiny", "", model::Encoder(file.config, file.parameters), std::move(contacts),
          tokenize::tokenizer_from_json(file.metadata.at("seqlens.tokenizer"))};
}

}  // namespace seq_embed
