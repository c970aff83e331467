#include "model-info/config_words.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace model_info {

using namespace seqlens::model;

std::string feed_forward_words(const EncoderConfig& config) {
  std::string words;
  switch (config.feed_forward) {
    case FeedForward::relu:
      words = "relu";
      break;
    case FeedForward::gelu:
      words = "gelu (erf)";
      break;
    case FeedForward::gelu_tanh:
      words = "gelu (tanh)";
      break;
    case FeedForward::geglu:
      words = "geglu";
      break;
    case FeedForward::swiglu:
      words = "swiglu";
      break;
  }
  return config.feed_forward_bias ? words : words + ", no bias";
}

std::string norm_words(const EncoderConfig& config) {
  if (config.norm_placement == NormPlacement::none) return "none";
  return fmt::format("{}, eps {:g}{}{}", config.norm_placement == NormPlacement::pre ? "pre" : "post",
                     config.norm_eps, config.embedding_norm ? ", after the embedding" : "",
                     config.final_norm ? ", after the last layer" : "");
}

std::string positions_words(const EncoderConfig& config) {
  switch (config.positions) {
    case Positions::none:
      return "none";
    case Positions::learned:
      return config.position_offset == 0 ? "learned"
                                         : fmt::format("learned, first row {}", config.position_offset);
    case Positions::sinusoidal:
      return "sinusoidal";
    case Positions::rotary:
      return "rotary";
    case Positions::alibi:
      return "alibi";
    case Positions::continuous:
      return fmt::format("continuous, {} coordinate{} a token", config.continuous->dimensions,
                         config.continuous->dimensions == 1 ? "" : "s");
  }
  return "";
}

std::string longest_input_words(const EncoderConfig& config) {
  if (config.window_tokens > 0) return fmt::format("windows of {} tokens", config.window_tokens);
  if (config.max_positions == 0) return "any";
  return fmt::format("{} tokens, special ones included", config.max_positions - config.position_offset);
}

std::string stem_words(const EncoderConfig& config) {
  std::string words;
  for (const ConvLayer& conv : config.stem)
    words += fmt::format("{}{} channels, kernel {}, stride {}", words.empty() ? "" : "; ", conv.channels,
                         conv.kernel, conv.stride);
  return words;
}

namespace {

std::string counted_tokens(int count) {
  return count == 1 ? "token" : fmt::format("{} tokens", count);
}

}  // namespace

std::string outputs_words(const EncoderConfig& config) {
  std::string words = "hidden states, attentions";
  if (config.masked_lm)
    words += config.masked_lm->tied ? ", masked tokens (tied decoder)" : ", masked tokens (own decoder)";
  if (config.contact_head) words += ", contacts";
  if (config.classify)
    words += fmt::format(", {} class logit{}", config.classify->labels.size(),
                         config.classify->labels.size() == 1 ? "" : "s");
  if (config.token_head)
    words += fmt::format(", scores of every {} ({})", counted_tokens(config.token_bin_length()),
                         fmt::join(config.token_head->outputs, ", "));
  if (config.first_stage) words += ", first stage";
  return words;
}

}  // namespace model_info
