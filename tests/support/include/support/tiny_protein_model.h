#pragma once

#include "seqlens/model/model_file.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

#include "support/seeded_model.h"

namespace seqlens::test {

/// A small protein model with random weights, of ESM-2's shape: its tokens, <cls> and <eos>, rotary
/// positions, token dropout, masked-LM and contact heads. It takes 32 tokens. Its numbers mean nothing.
inline model::EncoderConfig tiny_protein_config() {
  model::EncoderConfig config;
  config.vocabulary = 33;
  config.width = 8;
  config.heads = 2;
  config.layers = 2;
  config.feed_forward_width = 16;
  config.positions = model::Positions::rotary;
  config.max_positions = 32;
  config.final_norm = true;
  config.pad_token = 1;
  config.mask_token = 32;
  config.token_dropout_fraction = 0.12F;
  config.masked_lm = model::MaskedLmHead{};
  config.contact_head = true;
  return config;
}

inline model::ModelFile tiny_protein_file() {
  model::ModelFile file = seeded_model(tiny_protein_config(), 7);
  file.metadata["seqlens.tokenizer"] = tokenize::LongestMatchTokenizer::esm().to_json();
  return file;
}

}  // namespace seqlens::test
