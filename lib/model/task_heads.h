#pragma once

#include <span>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/head_sink.h"

#include "encoder_weights.h"

namespace seqlens::model {

struct HeadScratch {
  kernels::ScratchMatrix pooled;
  kernels::ScratchMatrix dense;
  kernels::ScratchMatrix shares;
};

/// Who hears of the shares of attention pooling, and of which sequence they are.
struct PoolingObserver {
  HeadSink* heads = nullptr;
  std::size_t sequence = 0;
};

/// One logit per label from the last hidden state x (T, D).
void classify(const EncoderConfig& config, const EncoderWeights& weights, kernels::ConstMatrix x,
              std::span<float> logits, HeadScratch& scratch, const PoolingObserver& observer);

/// The pooler of the last hidden state x (T, D): D floats of dense and tanh of its first row.
void pool_first(const EncoderWeights& weights, kernels::ConstMatrix x, float* pooled);

/// Masked-LM logits (T, predictions_per_token * V) of the last hidden state x (T, D).
void predict_tokens(const EncoderConfig& config, const EncoderWeights& weights, kernels::ConstMatrix x,
                    kernels::Matrix logits, HeadScratch& scratch);

/// Logits of the token head (T, bins * outputs) of the last hidden state x (T, D).
void score_tokens(const EncoderWeights& weights, kernels::ConstMatrix x, kernels::Matrix logits);

}  // namespace seqlens::model
