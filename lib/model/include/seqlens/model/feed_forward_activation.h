#pragma once

#include "seqlens/kernels/activation.h"
#include "seqlens/model/config.h"

namespace seqlens::model {

/// Whether the first layer of the block has two halves, of which the first gates.
[[nodiscard]] constexpr bool is_gated(FeedForward kind) {
  return kind == FeedForward::geglu || kind == FeedForward::swiglu;
}

/// The function inside a feed-forward block: of its first layer, or of the gate of a gated unit (Shazeer
/// 2020).
[[nodiscard]] constexpr kernels::Activation activation_of(FeedForward kind) {
  switch (kind) {
    case FeedForward::relu:
      return kernels::Activation::relu;
    case FeedForward::gelu:
    case FeedForward::geglu:
      return kernels::Activation::gelu;
    case FeedForward::gelu_tanh:
      return kernels::Activation::gelu_tanh;
    case FeedForward::swiglu:
      return kernels::Activation::silu;
  }
  return kernels::Activation::none;
}

}  // namespace seqlens::model
