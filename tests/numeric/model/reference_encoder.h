#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"

namespace seqlens::test {

/// Classic mistakes, switched on to see that the comparison catches them.
enum class Mistake {
  none,
  interleaved_rotary,
  tanh_gelu,
  no_token_dropout,
  dropout_without_specials,
  masked_embeddings_kept,
  masked_lm_norm_first,
  alibi_one_sided,
  alibi_plain_slopes,
  other_norm_placement,
  gate_second_half,
  position_offset_ignored,
  unscaled_scores,
  no_final_norm,
  local_shifted,
  local_without_identity,
};

using Rows = std::vector<std::vector<double>>;

/// What comes with the tokens of one sequence (model::EncoderInput).
struct Numbers {
  std::vector<float> coordinates, features;
};

struct ReferenceOutput {
  Rows features;  ///< after the stem (or the embedding), before positions
  std::vector<Rows> hidden_states;
  Rows last_hidden_state;
  std::vector<std::vector<Rows>> attentions;  ///< [layer][head]
  std::vector<double> classify_logits;
  Rows masked_lm_logits;
  Rows token_logits;
  std::vector<double> first_stage_logits;  ///< of the whole window, one value; empty without a first stage
};

/// The encoder in double precision and plain loops, written from the formulas and not from the library's
/// passes.
ReferenceOutput reference_encoder(const model::EncoderConfig& config, const model::Parameters& parameters,
                                  std::span<const std::int32_t> tokens, Mistake mistake = Mistake::none,
                                  const Numbers& numbers = {});

}  // namespace seqlens::test
