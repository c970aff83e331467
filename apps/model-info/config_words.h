#pragma once

#include <string>

#include "seqlens/model/config.h"

namespace model_info {

// What an encoder computes, in a few words each.

/// "swiglu, no bias"
[[nodiscard]] std::string feed_forward_words(const seqlens::model::EncoderConfig& config);
/// "pre, eps 1e-05, after the last layer"
[[nodiscard]] std::string norm_words(const seqlens::model::EncoderConfig& config);
/// "learned, first row 2"
[[nodiscard]] std::string positions_words(const seqlens::model::EncoderConfig& config);
/// "64 tokens, special ones included"; "any"
[[nodiscard]] std::string longest_input_words(const seqlens::model::EncoderConfig& config);
/// "64 channels, kernel 6, stride 2; 64 channels, kernel 6, stride 2"
[[nodiscard]] std::string stem_words(const seqlens::model::EncoderConfig& config);
/// "hidden states, attentions, masked tokens (tied decoder), contacts"
[[nodiscard]] std::string outputs_words(const seqlens::model::EncoderConfig& config);

}  // namespace model_info
