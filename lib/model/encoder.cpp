#include "seqlens/model/encoder.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/kernels/vector_ops.h"
#include "seqlens/model/position_tables.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/parallel/workspace_pool.h"

#include "conv_stem.h"
#include "embedding.h"
#include "encoder_weights.h"
#include "layer_stack.h"
#include "task_heads.h"

namespace seqlens::model {

using kernels::ConstMatrix;
using kernels::Matrix;

namespace {

/// All scratch of one sequence in flight, except what single heads and blocks borrow.
struct SequenceScratch {
  StemScratch stem;
  kernels::ScratchMatrix x;
  kernels::ScratchMatrix qkv;
  NumberScratch numbers;
  HeadScratch heads;
};

// Below this many sequences a worker, the end of a batch leaves workers idle for long; then heads and blocks
// are spread as well. Short sequences are not worth a task a head.
constexpr std::size_t kSequencesPerWorker = 4;
constexpr std::size_t kShortestSpread = 128;

}  // namespace

struct Encoder::Impl {
  Impl(const EncoderConfig& config_, const WeightSource& source, kernels::Precision precision_)
      : config(config_),
        precision(precision_),
        weights(config, source, precision),
        sinusoids(config.positions == Positions::sinusoidal
                      ? sinusoidal_frequencies(static_cast<std::size_t>(config.width))
                      : std::vector<float>()),
        layers(config, weights, precision) {}

  [[nodiscard]] std::size_t positions(TokenIds tokens) const {
    return static_cast<std::size_t>(config.encoder_positions(static_cast<int>(tokens.size())));
  }

  void check(std::size_t sequence, TokenIds tokens) const;
  void check_length(std::size_t sequence, TokenIds tokens) const;
  void require_tokens_alone() const;
  void features(const EncoderInput& input, Matrix out, StemScratch& stem, NumberScratch& numbers) const;
  void encode(Matrix x, ConstMatrix coordinates, SequenceScratch& scratch, const LayerObservers& observers,
              bool spread) const;
  void run_one(std::size_t sequence, const EncoderInput& input, const Wanted& wanted, bool spread,
               EncoderOutput& output) const;
  void output_heads(std::size_t sequence, ConstMatrix x, const Wanted& wanted, HeadScratch& scratch,
                    EncoderOutput& output) const;

  EncoderConfig config;
  kernels::Precision precision;
  EncoderWeights weights;
  AngleTables sinusoids;
  LayerStack layers;
  mutable parallel::WorkspacePool<SequenceScratch> scratches;
};

void Encoder::Impl::check(std::size_t sequence, TokenIds tokens) const {
  check_length(sequence, tokens);
  for (std::size_t t = 0; t < tokens.size(); ++t)
    if (tokens[t] < 0 || tokens[t] >= config.vocabulary)
      throw Error(fmt::format("sequence {}: token {} is {}, the model's vocabulary has {} entries", sequence,
                              t, tokens[t], config.vocabulary));
}

void Encoder::Impl::check_length(std::size_t sequence, TokenIds tokens) const {
  constexpr std::size_t kMostTokens = 1U << 30;
  const std::size_t positions = tokens.size() < kMostTokens ? this->positions(tokens) : kMostTokens;
  if (positions == 0)
    throw Error(fmt::format("sequence {}: {} tokens, the model needs at least {}", sequence, tokens.size(),
                            config.receptive_field()));
  if (config.max_positions == 0 && positions < kMostTokens) return;
  const auto most = config.max_positions == 0
                        ? kMostTokens - 1
                        : static_cast<std::size_t>(config.max_positions - config.position_offset);
  if (positions > most)
    throw Error(
        fmt::format("sequence {}: {} positions, the model takes at most {}", sequence, positions, most));
}

void Encoder::Impl::require_tokens_alone() const {
  if (config.continuous) throw Error("the model reads coordinates beside the tokens");
  if (config.features > 0) throw Error("the model reads numbers beside the tokens");
}

void Encoder::Impl::features(const EncoderInput& input, Matrix out, StemScratch& stem,
                             NumberScratch& numbers) const {
  const bool has_stem = !config.stem.empty();
  const Matrix embedded = has_stem
                              ? stem.embedded.shape_dense(
                                    input.tokens.size(), static_cast<std::size_t>(config.embedding_columns()))
                              : out;
  embed_tokens(config, weights, input.tokens, embedded);
  add_features(config, weights, input.features, numbers, embedded);
  if (has_stem) run_stem(config, weights, embedded, out, stem);
}

void Encoder::Impl::encode(Matrix x, ConstMatrix coordinates, SequenceScratch& scratch,
                           const LayerObservers& observers, bool spread) const {
  add_coordinates(config, weights, coordinates, scratch.numbers, x);
  finish_embedding(config, weights, sinusoids, x);
  layers.run(x, coordinates, scratch.qkv, observers, spread && x.rows >= kShortestSpread);
}

void Encoder::Impl::run_one(std::size_t sequence, const EncoderInput& input, const Wanted& wanted,
                            bool spread, EncoderOutput& output) const {
  const kernels::FlushDenormals flush;
  const auto scratch = scratches.borrow();
  const auto width = static_cast<std::size_t>(config.width);
  output.positions = positions(input.tokens);
  const Matrix x = scratch->x.shape(output.positions, width);
  features(input, x, scratch->stem, scratch->numbers);
  encode(x, coordinate_rows(config, input.coordinates), *scratch,
         {.heads = wanted.heads,
          .sequence = sequence,
          .hidden_states = wanted.hidden_states ? &output.hidden_states : nullptr},
         spread);
  output.last_hidden_state.resize(output.positions * width);
  kernels::copy_matrix(x, {output.last_hidden_state.data(), x.rows, x.cols});
  output_heads(sequence, x, wanted, scratch->heads, output);
}

void Encoder::Impl::output_heads(std::size_t sequence, ConstMatrix x, const Wanted& wanted,
                                 HeadScratch& scratch, EncoderOutput& output) const {
  if (wanted.classify_logits) {
    output.classify_logits.resize(config.classify->labels.size());
    classify(config, weights, x, output.classify_logits, scratch, {wanted.heads, sequence});
  }
  if (wanted.pooler_output) {
    output.pooler_output.resize(x.cols);
    pool_first(weights, x, output.pooler_output.data());
  }
  if (wanted.token_logits) {
    const std::size_t columns = weights.token_head.weight.cols();
    output.token_logits.resize(x.rows * columns);
    score_tokens(weights, x, {output.token_logits.data(), x.rows, columns});
  }
  if (wanted.masked_lm_logits) {
    const std::size_t symbols = weights.masked_lm_decoder.weight.cols();
    output.masked_lm_logits.resize(x.rows * symbols);
    predict_tokens(config, weights, x, {output.masked_lm_logits.data(), x.rows, symbols}, scratch);
  }
}

Encoder::Encoder(const EncoderConfig& config, const WeightSource& weights, kernels::Precision precision)
    : impl_(std::make_unique<Impl>(config, weights, precision)) {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

const EncoderConfig& Encoder::config() const {
  return impl_->config;
}

kernels::Precision Encoder::precision() const {
  return impl_->precision;
}

std::vector<EncoderOutput> Encoder::run(std::span<const TokenIds> sequences, const Wanted& wanted) const {
  std::vector<EncoderInput> inputs;
  for (const TokenIds tokens : sequences) inputs.push_back({.tokens = tokens});
  return run(inputs, wanted);
}

std::vector<EncoderOutput> Encoder::run(std::span<const EncoderInput> sequences, const Wanted& wanted) const {
  if (wanted.classify_logits && !impl_->config.classify) throw Error("the model has no classification head");
  if (wanted.masked_lm_logits && !impl_->config.masked_lm) throw Error("the model has no masked-LM head");
  if (wanted.token_logits && !impl_->config.token_head) throw Error("the model has no token head");
  if (wanted.pooler_output && !impl_->config.pooler) throw Error("the model has no pooler");
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    impl_->check(i, sequences[i].tokens);
    check_numbers(impl_->config, i, sequences[i]);
  }
  std::vector<EncoderOutput> outputs(sequences.size());
  const auto workers = static_cast<std::size_t>(parallel::available_threads());
  const bool spread = workers > 1 && sequences.size() < kSequencesPerWorker * workers;
  parallel::parallel_for(sequences.size(),
                         [&](std::size_t i) { impl_->run_one(i, sequences[i], wanted, spread, outputs[i]); });
  return outputs;
}

void Encoder::stem_features(TokenIds tokens, std::vector<float>& features) const {
  impl_->require_tokens_alone();
  const kernels::FlushDenormals flush;
  const auto scratch = impl_->scratches.borrow();
  const auto width = static_cast<std::size_t>(impl_->config.width);
  const std::size_t rows = impl_->positions(tokens);
  features.resize(rows * width);
  if (rows > 0)
    impl_->features({.tokens = tokens}, {features.data(), rows, width}, scratch->stem, scratch->numbers);
}

void Encoder::first_stage_channels(ConstMatrix features, std::vector<float>& channels) const {
  const kernels::FlushDenormals flush;
  const EncoderConfig& config = impl_->config;
  if (!config.first_stage) throw Error("the model has no first stage");
  if (features.stride != features.cols || features.cols != static_cast<std::size_t>(config.width))
    throw ShapeError(fmt::format("first stage: features must be dense rows of {} floats", config.width));
  const auto kernel = static_cast<std::size_t>(config.first_stage->kernel);
  const std::size_t rows = features.rows < kernel ? 0 : features.rows - kernel + 1;
  const auto columns = static_cast<std::size_t>(config.first_stage->channels);
  channels.resize(rows * columns);
  if (rows > 0)
    convolve(features, config.first_stage->kernel, 1, impl_->weights.first_stage_conv,
             {channels.data(), rows, columns});
}

float Encoder::first_stage_logit(ConstMatrix window_channels) const {
  const EncoderWeights& weights = impl_->weights;
  const std::size_t size = window_channels.rows * window_channels.cols;
  if (window_channels.stride != window_channels.cols || size != weights.first_stage_out.size())
    throw ShapeError(fmt::format("first stage: a window has {} dense channels, got {} rows of {}",
                                 weights.first_stage_out.size(), window_channels.rows, window_channels.cols));
  const kernels::FlushDenormals flush;
  return kernels::dot(window_channels.data, weights.first_stage_out.data(), size) + weights.first_stage_bias;
}

void Encoder::classify_features(ConstMatrix features, std::span<float> logits, HeadSink* heads,
                                std::size_t sequence) const {
  const EncoderConfig& config = impl_->config;
  impl_->require_tokens_alone();
  if (!config.classify) throw Error("the model has no classification head");
  if (logits.size() != config.classify->labels.size())
    throw ShapeError(fmt::format("{} logits asked for, the model has {} labels", logits.size(),
                                 config.classify->labels.size()));
  const kernels::FlushDenormals flush;
  const auto scratch = impl_->scratches.borrow();
  const Matrix x = scratch->x.shape(features.rows, features.cols);
  kernels::copy_matrix(features, x);
  impl_->encode(x, {}, *scratch, {.heads = heads, .sequence = sequence, .hidden_states = nullptr}, false);
  classify(config, impl_->weights, x, logits, scratch->heads, {heads, sequence});
}

void Encoder::score_features(ConstMatrix features, std::span<float> logits, HeadSink* heads,
                             std::size_t sequence) const {
  impl_->require_tokens_alone();
  if (!impl_->config.token_head) throw Error("the model has no token head");
  const auto columns = static_cast<std::size_t>(impl_->config.token_columns());
  if (logits.size() != features.rows * columns)
    throw ShapeError(
        fmt::format("{} logits asked for, {} positions have {} each", logits.size(), features.rows, columns));
  const kernels::FlushDenormals flush;
  const auto scratch = impl_->scratches.borrow();
  const Matrix x = scratch->x.shape(features.rows, features.cols);
  kernels::copy_matrix(features, x);
  impl_->encode(x, {}, *scratch, {.heads = heads, .sequence = sequence, .hidden_states = nullptr}, false);
  score_tokens(impl_->weights, x, {logits.data(), features.rows, columns});
}

}  // namespace seqlens::model
