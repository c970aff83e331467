#pragma once

#include "seqlens/model/config.h"

namespace seqlens::test {

/// An encoder of base tokens with one logit, small enough to be run or trained in a test: two layers of two
/// heads, without positions and without a stem. Tests change what they are about.
inline model::EncoderConfig small_promoter_config(int width, int window_bases, model::Pooling pooling) {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = width;
  config.heads = 2;
  config.layers = 2;
  config.feed_forward_width = 2 * width;
  config.window_tokens = window_bases;
  config.classify = model::ClassifyHead{.labels = {"promoter"}, .pooling = pooling};
  return config;
}

}  // namespace seqlens::test
