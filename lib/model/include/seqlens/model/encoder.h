#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/precision.h"
#include "seqlens/model/config.h"
#include "seqlens/model/head_sink.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// One sequence's token ids, special tokens included, no padding.
using TokenIds = std::span<const std::int32_t>;

/// One sequence, with what some models read beside its tokens: continuous positions coordinates, (encoder
/// positions, dimensions) row by row, finite; models with features these, (tokens, features), NaN where one
/// is missing. Other models are given none.
struct EncoderInput {
  TokenIds tokens;
  std::span<const float> coordinates{};
  std::span<const float> features{};
};

/// @throws Error naming the sequence when the numbers are not those that the configuration asks for.
void check_numbers(const EncoderConfig& config, std::size_t sequence, const EncoderInput& input);

/// What run() shall produce beside the last hidden state.
struct Wanted {
  bool hidden_states = false;  ///< the input of every layer
  bool classify_logits = false;
  bool masked_lm_logits = false;
  bool token_logits = false;   ///< of a model with a token head
  bool pooler_output = false;  ///< of a model with a pooler
  HeadSink* heads = nullptr;
};

/// Results for one sequence. T is the number of encoder positions.
struct EncoderOutput {
  std::size_t positions = 0;                      ///< T
  std::vector<float> last_hidden_state;           ///< (T, D), after the final norm
  std::vector<std::vector<float>> hidden_states;  ///< L of (T, D): the input of layer l
  std::vector<float> classify_logits;             ///< one per label
  std::vector<float> pooler_output;               ///< D floats
  std::vector<float> masked_lm_logits;            ///< (T, predictions_per_token * V)
  std::vector<float> token_logits;                ///< (T, EncoderConfig::token_columns())
};

/// The forward pass of every configuration. Immutable after construction and shared by threads.
///
/// Weights are packed once. One sequence is one task; with fewer sequences than workers, heads and row blocks
/// of a sequence are spread too. Same bytes for any number of threads, any grouping of sequences, any level.
class Encoder {
 public:
  /// Reads the weights once, a tensor at a time; nothing refers to them afterwards.
  /// @throws Error when they do not belong to the configuration; or when they do not fit into memory, saying
  /// how much they need.
  /// @param precision  of the products of the stem and the layers, attention's included (bf16 in int8);
  /// norms, softmax, residual and heads are f32. What the CPU has no unit for is emulated: ask
  /// kernels::has_unit first.
  Encoder(const EncoderConfig& config, const WeightSource& weights,
          kernels::Precision precision = kernels::Precision::f32);
  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  [[nodiscard]] const EncoderConfig& config() const;
  [[nodiscard]] kernels::Precision precision() const;

  /// All sequences, in parallel; results in order.
  /// @throws Error naming the sequence when a token id is outside the vocabulary, the length is not allowed,
  /// or the numbers that come with the tokens are not what the model reads.
  [[nodiscard]] std::vector<EncoderOutput> run(std::span<const EncoderInput> sequences,
                                               const Wanted& wanted) const;
  [[nodiscard]] std::vector<EncoderOutput> run(std::span<const TokenIds> sequences,
                                               const Wanted& wanted) const;

  /// Stem features of a stretch of input tokens: row t covers tokens [t * stem_stride, t * stem_stride +
  /// receptive_field). (encoder_positions(tokens), D). Rows do not depend on each other. Single-threaded.
  /// @throws Error of a model that reads numbers beside the tokens, here and below.
  void stem_features(TokenIds tokens, std::vector<float>& features) const;

  /// First-stage channels of a stretch of features (valid in the first-stage kernel: rows - kernel + 1 rows).
  void first_stage_channels(kernels::ConstMatrix features, std::vector<float>& channels) const;
  /// First-stage logit of one window from its rows of channels.
  [[nodiscard]] float first_stage_logit(kernels::ConstMatrix window_channels) const;

  /// Classification logits of one window from its stem features (T, D) alone: positions are added, layers,
  /// pooling and head run. Same bits as run() on the window's tokens. Single-threaded: the caller spreads
  /// windows over tasks.
  void classify_features(kernels::ConstMatrix features, std::span<float> logits, HeadSink* heads = nullptr,
                         std::size_t sequence = 0) const;

  /// Logits of the token head, (T, EncoderConfig::token_columns()), in the same way.
  void score_features(kernels::ConstMatrix features, std::span<float> logits, HeadSink* heads = nullptr,
                      std::size_t sequence = 0) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::model
