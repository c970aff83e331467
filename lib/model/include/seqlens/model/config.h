#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace seqlens::model {

enum class Positions { none, learned, sinusoidal, rotary, alibi, continuous };
/// none: no layer has norms, which only experiments want.
enum class NormPlacement { pre, post, none };
/// What the feed-forward block does: an activation, or a gated unit (its first half gates, Shazeer 2020).
enum class FeedForward { relu, gelu, gelu_tanh, geglu, swiglu };
enum class Pooling { cls, mean, attention };

/// One valid (unpadded) convolution of the stem: T' = (T - kernel) / stride + 1, then GELU, then a layer norm
/// over the channels of each position. A feature depends on its receptive field alone.
struct ConvLayer {
  int channels = 0;
  int kernel = 1;
  int stride = 1;
  bool norm = true;
  bool operator==(const ConvLayer&) const = default;
};

/// A cheap classifier on the stem's features, which decides which windows the encoder sees: a convolution
/// (kernel, channels) with GELU, then one weight per position and channel of the window.
struct FirstStage {
  int channels = 16;
  int kernel = 5;
  bool operator==(const FirstStage&) const = default;
};

/// Head that names the record: pooled -> [dense tanh] -> one logit per label.
struct ClassifyHead {
  std::vector<std::string>
      labels;  ///< one logit each; a single label means one logit, "it is this" against not
  Pooling pooling = Pooling::cls;
  bool dense = false;  ///< a (D, D) tanh layer before the output (BERT's pooler)
  bool operator==(const ClassifyHead&) const = default;
};

/// Head that names masked tokens: [dense, gelu, norm], decoder. With a stem each position predicts
/// `predictions_per_token` symbols (the bases of its stride).
struct MaskedLmHead {
  bool transform = true;
  bool tied = true;  ///< the decoder is the token embedding
  bool decoder_bias = true;
  int predictions_per_token = 1;
  bool operator==(const MaskedLmHead&) const = default;
};

/// Head that scores places of the input: every encoder position gives `bins` logits, one behind the other in
/// the bases of its stride, for each of `outputs` (the two strands, the kinds of site).
struct TokenHead {
  std::vector<std::string> outputs;  ///< one logit a bin each: "+", "-"
  int bins = 1;                      ///< a divisor of stem_stride()
  bool operator==(const TokenHead&) const = default;
};

/// What a head adds to the score of a query and a key, as a function of how far they lie apart.
enum class RelativeForm {
  none,
  spline,     ///< of the signed difference, key less query: joined straight lines through learned heights at
              ///< the knots, level beyond them; with several dimensions the sum of one each
  power_law,  ///< -a log(1 + distance / unit): weights that fall as a power of the distance, a learned
  exponential,  ///< -a distance / unit: weights that fall exponentially, a learned
};

/// Positions that are real numbers (days, nanometres, bases), given with the tokens: one coordinate a
/// dimension and encoder position.
struct ContinuousPositions {
  int dimensions = 1;
  std::vector<float> periods{};  ///< sines and cosines of 2 pi x / period of every coordinate, through a
                                 ///< linear map, are added to the embedding; empty: nothing is
  RelativeForm form = RelativeForm::spline;  ///< each head has its own weights in it
  std::vector<float> knots{};                ///< ascending; of the spline only
  float unit = 1;                            ///< of the distance in the two falling forms
  bool operator==(const ContinuousPositions&) const = default;
};

/// Everything that says what an encoder computes. BERT, ESM-2, Nucleotide Transformer, DNABERT, DNABERT-2 and
/// our own models are values of this struct, not classes.
struct EncoderConfig {
  int vocabulary = 0;          ///< V
  int width = 0;               ///< D
  int heads = 0;               ///< H; head width is D / H
  int layers = 0;              ///< L
  int feed_forward_width = 0;  ///< F (of one half for gated units)
  FeedForward feed_forward = FeedForward::gelu;
  NormPlacement norm_placement = NormPlacement::pre;
  float norm_eps = 1e-5F;
  bool attention_bias = true;     ///< biases of query, key, value, output
  bool feed_forward_bias = true;  ///< bias of the first linear layer of the block
  bool feed_forward_out_bias = true;

  /// Positions of the depthwise convolution that each layer adds to the input x of its attention block:
  /// y[t] = x[t] + bias + sum over k of weight[k] x[t + k - local_kernel / 2], channel by channel, zeros
  /// beyond the ends. Odd; 0: none.
  int local_kernel = 0;

  Positions positions = Positions::none;
  int max_positions =
      0;  ///< rows of the learned table, or the longest input in tokens that the model takes (0: any)
  std::optional<ContinuousPositions> continuous;  ///< of continuous positions, and only of these
  int position_offset = 0;  ///< row of the first token (padding index + 1 in ESM-style learned positions)

  int token_types = 0;          ///< rows of the token-type table; every token has type 0
  bool embedding_norm = false;  ///< layer norm after the embeddings (BERT)
  bool final_norm = false;      ///< layer norm after the last layer (pre-norm models)

  /// Numbers given with every token, through a linear map added to its embedding. A missing one is NaN: it
  /// counts as 0, and a second map says that it is missing.
  int features = 0;
  /// For experiments: each block replaces its input in place of adding to it; scores of queries and keys are
  /// not divided by sqrt(head width).
  bool without_residuals = false;
  bool unscaled_scores = false;

  int embedding_width = 0;  ///< E, width of the token embedding before the stem; D without a stem
  std::vector<ConvLayer>
      stem;  ///< empty: tokens go straight to the encoder; else the last layer's channels are D

  int pad_token = -1;
  int mask_token = -1;
  /// ESM's token dropout: embeddings of masked tokens are zero and the rest is scaled by
  /// (1 - train_fraction) / (1 - observed share of masks); 0 = off. ESM-2: 0.12 (0.15 * 0.8).
  float token_dropout_fraction = 0;

  std::optional<FirstStage> first_stage;
  std::optional<ClassifyHead> classify;
  std::optional<MaskedLmHead> masked_lm;
  std::optional<TokenHead> token_head;
  /// The pooler of a published BERT that classifies nothing: dense and tanh of the first token, under the
  /// names of the classify head's dense layer, so that fine-tuning starts from it. A classify head has its
  /// own.
  bool pooler = false;
  bool contact_head = false;  ///< ESM's logistic regression over L*H symmetrised, APC-corrected attentions

  /// Input tokens that one window of our own fixed-window models has (bases); 0: any length. Sizes
  /// first_stage.
  int window_tokens = 0;

  bool operator==(const EncoderConfig&) const = default;

  [[nodiscard]] int head_width() const { return width / heads; }
  /// Product of the stem's strides: input tokens per encoder position.
  [[nodiscard]] int stem_stride() const;
  /// Input tokens that one encoder position sees through the stem.
  [[nodiscard]] int receptive_field() const;
  /// Encoder positions for `tokens` input tokens: 0 if the stem's receptive field does not fit.
  [[nodiscard]] int encoder_positions(int tokens) const;
  /// Logits of a position from the token head, bins * outputs: column bin * outputs + output.
  [[nodiscard]] int token_columns() const;
  /// Where the bins start: bin b of position t covers the input tokens [t * stem_stride() +
  /// token_bins_begin()
  /// + b * token_bin_length(), ... + token_bin_length()), the middle of what position t sees.
  [[nodiscard]] int token_bins_begin() const { return (receptive_field() - stem_stride()) / 2; }
  /// Input tokens of a bin.
  [[nodiscard]] int token_bin_length() const { return stem_stride() / token_head->bins; }
  [[nodiscard]] int embedding_columns() const { return stem.empty() ? width : embedding_width; }
};

/// What q k^T is multiplied by: 1 / sqrt(head width), or 1 with unscaled scores.
[[nodiscard]] float score_scale(const EncoderConfig& config);

/// @throws Error naming the field when the values contradict each other or are out of range.
void validate(const EncoderConfig& config);

/// The JSON text stored in a model file, and back. Unknown keys, missing keys and wrong types are errors that
/// name the key.
[[nodiscard]] std::string to_json(const EncoderConfig& config);
[[nodiscard]] EncoderConfig config_from_json(const std::string& text);

}  // namespace seqlens::model
