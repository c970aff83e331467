#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/model/config.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"

namespace seqlens::train {

/// One sequence of a chunk. Sequences of a chunk may differ in length.
struct ChunkSequence {
  model::TokenIds tokens;
  std::uint64_t dropout_key = 0;         ///< decides the sequence's dropout masks; unused without dropout
  std::span<const float> coordinates{};  ///< as in model::EncoderInput, with the features
  std::span<const float> features{};
};

/// Position of a hidden state: encoder position `position` of sequence `sequence` of the chunk.
struct ChunkPosition {
  std::size_t sequence = 0;
  std::size_t position = 0;
};

/// Which heads run. A head that the configuration lacks must not be asked for.
struct ChunkHeads {
  bool classify = false;
  bool first_stage = false;                    ///< every sequence must have window_tokens tokens
  std::span<const ChunkPosition> masked_lm{};  ///< positions to predict at; empty: the head does not run
  bool tokens = false;                         ///< the token head, at every position
};

/// Outputs of the heads, or gradients of these outputs. data is null where the head did not run.
template <class T>
struct HeadMatrices {
  kernels::MatrixView<T> classify;     ///< (B, labels)
  kernels::MatrixView<T> first_stage;  ///< (B, 1)
  kernels::MatrixView<T> masked_lm;    ///< (positions asked for, predictions_per_token * V)
  kernels::MatrixView<T> tokens{};  ///< (encoder positions, token_columns()), sequences one below the other
};

/// Activations of one chunk in flight and the scratch of its passes. Reused from chunk to chunk; grows to the
/// largest.
class ChunkPass {
 public:
  ChunkPass();
  ~ChunkPass();
  ChunkPass(ChunkPass&&) noexcept;
  ChunkPass& operator=(ChunkPass&&) noexcept;

 private:
  friend class TrainableEncoder;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The encoder with a backward pass, for everything that EncoderConfig can express except contact_head.
///
/// Works on a chunk: a few sequences whose rows lie one below the other, so that the linear layers see long
/// matrices. Each sequence's outputs are the same bits in any chunk; gradients are sums over the chunk in a
/// fixed order. Immutable between calls of load(): several threads may run passes, each with its own
/// ChunkPass and gradients.
class TrainableEncoder {
 public:
  /// @throws Error when the configuration is not valid.
  explicit TrainableEncoder(const model::EncoderConfig& config);
  ~TrainableEncoder();
  TrainableEncoder(TrainableEncoder&&) noexcept;
  TrainableEncoder& operator=(TrainableEncoder&&) noexcept;

  [[nodiscard]] const model::EncoderConfig& config() const;

  /// Packs the weights for both directions. `parameters` must stay alive and unchanged while passes run.
  /// O(parameters), spread over the threads; allocates on the first call.
  void load(const model::Parameters& parameters);

  /// Share of the outputs of attention and feed-forward blocks that is dropped before the residual sum; 0
  /// switches it off.
  void set_dropout(float rate);

  /// Runs the chunk. The outputs are valid until the next forward() with this pass. Single-threaded.
  /// @throws Error when a token id is outside the vocabulary, a length is not allowed, or the numbers beside
  /// the tokens are not what the model reads.
  HeadMatrices<const float> forward(std::span<const ChunkSequence> sequences, const ChunkHeads& heads,
                                    ChunkPass& pass) const;

  /// The hidden state after the final norm, (rows, D), sequences one below the other, of the last forward().
  [[nodiscard]] static kernels::ConstMatrix hidden(const ChunkPass& pass);

  /// Adds the gradients of all parameters to `gradients`, given those of the outputs of the last forward()
  /// with this pass (data null: zero). Call once per forward(). Single-threaded.
  void backward(const HeadMatrices<const float>& output_gradients, ChunkPass& pass,
                model::Parameters& gradients) const;

  /// The gradient of the token embeddings, (tokens, embedding columns), sequences one below the other, of the
  /// last backward() with this pass; until its next forward().
  [[nodiscard]] static kernels::ConstMatrix embedding_gradient(const ChunkPass& pass);
  /// What the linear function of backward()'s output gradients gains for each unit of the token `id` at the
  /// place: its derivative by the one-hot token. Between two ids of a place the difference is the change by a
  /// substitution, to first order. O(D); where embeddings are scaled by the share of masks, O(D + T).
  /// @param token  row of embedding_gradient().
  [[nodiscard]] double token_slope(const ChunkPass& pass, std::size_t token, std::int32_t id) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::train
