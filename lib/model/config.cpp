#include "seqlens/model/config.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::model {

namespace {

// Far above every published model; they keep products of two sizes inside 64 bits and a lying file from
// asking for terabytes.
constexpr int kMostRows = 1 << 24;
constexpr int kMostWidth = 1 << 16;
constexpr int kMostLayers = 1024;
constexpr int kMostStride = 4096;
constexpr std::int64_t kMostProduct = 1 << 30;  // values of one vector

[[noreturn]] void refuse(std::string_view field, std::string_view text) {
  throw Error(fmt::format("model configuration: {}: {}", field, text));
}

void require_range(std::string_view field, int value, int lowest, int highest) {
  if (value < lowest || value > highest)
    refuse(field, fmt::format("found {}, expected {} to {}", value, lowest, highest));
}

void require(bool holds, std::string_view field, std::string_view text) {
  if (!holds) refuse(field, text);
}

void require_product(std::string_view field, int a, int b) {
  if (std::int64_t{a} * b > kMostProduct) refuse(field, fmt::format("{} x {} values are too many", a, b));
}

void validate_sizes(const EncoderConfig& c) {
  require_range("vocabulary", c.vocabulary, 1, kMostRows);
  require_range("width", c.width, 1, kMostWidth);
  require_range("heads", c.heads, 1, c.width);
  require(c.width % c.heads == 0, "heads", fmt::format("{} heads do not divide width {}", c.heads, c.width));
  require_range("layers", c.layers, 1, kMostLayers);
  require_range("feed_forward_width", c.feed_forward_width, 1, kMostWidth);
  require(std::isfinite(c.norm_eps) && c.norm_eps > 0, "norm_eps", "must be a positive number");
  require_range("token_types", c.token_types, 0, kMostRows);
}

void validate_local_convolution(const EncoderConfig& c) {
  require_range("local_kernel", c.local_kernel, 0, 1023);
  require(c.local_kernel == 0 || c.local_kernel % 2 == 1, "local_kernel",
          fmt::format("{} is even; expected an odd number of positions, or 0 for none", c.local_kernel));
}

void validate_continuous(const ContinuousPositions& c) {
  const auto is_length = [](float x) { return std::isfinite(x) && x > 0; };
  require_range("continuous.dimensions", c.dimensions, 1, 16);
  require(c.periods.size() <= 1024, "continuous.periods", "more than 1024 periods");
  require(std::ranges::all_of(c.periods, is_length), "continuous.periods", "must be positive numbers");
  require(is_length(c.unit), "continuous.unit", "must be a positive number");
  const bool spline = c.form == RelativeForm::spline;
  require(spline || c.knots.empty(), "continuous.knots", "only a spline has knots");
  require(!spline || (c.knots.size() >= 2 && c.knots.size() <= 4096), "continuous.knots",
          fmt::format("found {} knots, expected 2 to 4096", c.knots.size()));
  require(std::ranges::all_of(c.knots, [](float x) { return std::isfinite(x); }) &&
              std::ranges::adjacent_find(c.knots, std::greater_equal<>()) == c.knots.end(),
          "continuous.knots", "must be numbers in ascending order, each once");
}

void validate_positions(const EncoderConfig& c) {
  require(c.continuous.has_value() == (c.positions == Positions::continuous), "continuous",
          "belongs to continuous positions, which need it");
  if (c.continuous) validate_continuous(*c.continuous);
  require_range("features", c.features, 0, kMostWidth);
  require_range("max_positions", c.max_positions, 0, kMostRows);
  require_range("position_offset", c.position_offset, 0, kMostRows);
  if (c.positions == Positions::learned)
    require(c.max_positions > c.position_offset, "max_positions",
            fmt::format("a learned table of {} rows leaves none after position_offset {}", c.max_positions,
                        c.position_offset));
  else
    require(c.position_offset == 0, "position_offset", "only learned positions have one");
  if (c.positions == Positions::rotary)
    require(c.head_width() % 2 == 0, "positions",
            fmt::format("rotary positions need an even head width, this one is {}", c.head_width()));
  if (c.positions == Positions::sinusoidal)
    require(c.width % 2 == 0, "positions", "sinusoidal positions need an even width");
}

void validate_stem(const EncoderConfig& c) {
  if (c.stem.empty()) {
    require(c.embedding_width == 0 || c.embedding_width == c.width, "embedding_width",
            "without a stem the embedding is as wide as the encoder");
    return;
  }
  require_range("embedding_width", c.embedding_width, 1, kMostWidth);
  require(c.stem.size() <= 16, "stem", "more than 16 convolutions");
  int stride = 1;
  for (const ConvLayer& conv : c.stem) {
    require_range("stem.channels", conv.channels, 1, kMostWidth);
    require_range("stem.kernel", conv.kernel, 1, 1024);
    require_range("stem.stride", conv.stride, 1, conv.kernel);
    require(stride <= kMostStride / conv.stride, "stem", "the product of the strides is above 4096");
    stride *= conv.stride;
  }
  require(
      c.stem.back().channels == c.width, "stem",
      fmt::format("the last layer has {} channels, the encoder is {} wide", c.stem.back().channels, c.width));
  require(c.token_types == 0, "token_types", "not supported together with a stem");
  require(c.token_dropout_fraction == 0, "token_dropout_fraction", "not supported together with a stem");
}

void validate_tokens(const EncoderConfig& c) {
  require_range("pad_token", c.pad_token, -1, c.vocabulary - 1);
  require_range("mask_token", c.mask_token, -1, c.vocabulary - 1);
  require(c.token_dropout_fraction >= 0 && c.token_dropout_fraction < 1, "token_dropout_fraction",
          "must lie in [0, 1)");
  require(c.token_dropout_fraction == 0 || c.mask_token >= 0, "token_dropout_fraction", "needs a mask_token");
}

void validate_window(const EncoderConfig& c) {
  require_range("window_tokens", c.window_tokens, 0, kMostRows);
  const int positions = c.window_tokens == 0 ? 0 : c.encoder_positions(c.window_tokens);
  require(c.window_tokens == 0 || positions > 0, "window_tokens",
          fmt::format("{} tokens do not fill the stem's receptive field of {}", c.window_tokens,
                      c.receptive_field()));
  if (!c.first_stage) return;
  require(c.window_tokens > 0, "first_stage", "needs window_tokens, the size of the window that it judges");
  require_range("first_stage.channels", c.first_stage->channels, 1, kMostWidth);
  require_range("first_stage.kernel", c.first_stage->kernel, 1, positions);
  require_product("first_stage.kernel", c.first_stage->kernel, c.width);
  require_product("first_stage.channels", c.first_stage->channels, positions);
}

void validate_token_head(const EncoderConfig& c) {
  if (!c.token_head) return;
  require(!c.token_head->outputs.empty(), "token_head.outputs", "names no output");
  require(c.token_head->outputs.size() <= 4096, "token_head.outputs", "names too many outputs");
  require_range("token_head.bins", c.token_head->bins, 1, c.stem_stride());
  require(c.stem_stride() % c.token_head->bins == 0, "token_head.bins",
          fmt::format("{} bins do not divide the stem's stride of {}", c.token_head->bins, c.stem_stride()));
}

void validate_heads(const EncoderConfig& c) {
  if (c.classify) {
    require(!c.classify->labels.empty(), "classify.labels", "names no label");
    require(c.classify->labels.size() <= std::size_t{kMostWidth}, "classify.labels", "names too many labels");
  }
  require(!c.pooler || !c.classify, "pooler",
          "not together with a classify head, which has its own dense layer");
  if (!c.masked_lm) return;
  require_range("masked_lm.predictions_per_token", c.masked_lm->predictions_per_token, 1, 4096);
  require_product("masked_lm.predictions_per_token", c.masked_lm->predictions_per_token, c.vocabulary);
  if (!c.masked_lm->tied) return;
  require(c.embedding_columns() == c.width, "masked_lm.tied", "needs an embedding as wide as the encoder");
  require(c.masked_lm->predictions_per_token == 1, "masked_lm.tied", "predicts one symbol a token");
}

}  // namespace

int EncoderConfig::stem_stride() const {
  int product = 1;
  for (const ConvLayer& conv : stem) product *= conv.stride;
  return product;
}

int EncoderConfig::receptive_field() const {
  int field = 1;
  int stride = 1;
  for (const ConvLayer& conv : stem) {
    field += (conv.kernel - 1) * stride;
    stride *= conv.stride;
  }
  return field;
}

int EncoderConfig::token_columns() const {
  return token_head->bins * static_cast<int>(token_head->outputs.size());
}

int EncoderConfig::encoder_positions(int tokens) const {
  for (const ConvLayer& conv : stem) {
    if (tokens < conv.kernel) return 0;
    tokens = (tokens - conv.kernel) / conv.stride + 1;
  }
  return tokens;
}

float score_scale(const EncoderConfig& config) {
  return config.unscaled_scores ? 1.0F : 1.0F / std::sqrt(static_cast<float>(config.head_width()));
}

void validate(const EncoderConfig& config) {
  validate_sizes(config);
  validate_stem(config);
  validate_local_convolution(config);
  validate_positions(config);
  validate_tokens(config);
  validate_window(config);
  validate_heads(config);
  validate_token_head(config);
}

}  // namespace seqlens::model
