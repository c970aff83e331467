#include "seqlens/train/trainable_encoder.h"

#include <algorithm>
#include <functional>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/model/coordinates.h"
#include "seqlens/parallel/parallel_for.h"

#include "add_matrix.h"
#include "classify_head.h"
#include "conv_stem.h"
#include "encoder_layer.h"
#include "first_stage_head.h"
#include "linear_layer.h"
#include "masked_lm_head.h"
#include "number_map.h"
#include "position_terms.h"
#include "token_embedding.h"

namespace seqlens::train {

struct ChunkPass::Impl {
  std::vector<std::int32_t> tokens;  // all sequences, one after the other
  std::vector<std::uint64_t> dropout_keys;
  std::vector<std::size_t> chosen;  // rows of hidden that the masked LM head reads
  ChunkRows token_rows;
  ChunkRows rows;                  // encoder positions
  std::vector<float> coordinates;  // of all positions, (rows, dimensions)
  kernels::ConstMatrix coordinate_rows;
  NumberMap::Saved features_in;
  kernels::ScratchMatrix embedded;
  kernels::Matrix features;                    // stem's output; without a stem, embedded
  std::vector<kernels::ScratchMatrix> stream;  // input of each layer, and the output of the last
  kernels::ScratchMatrix normed;
  kernels::Matrix hidden;
  ConvStem::Saved stem;
  PositionTerms::Saved positions;
  std::vector<EncoderLayer::Saved> layers;
  NormLayer::Saved final_norm;
  ClassifyHead::Saved classify;
  FirstStageHead::Saved first_stage;
  MaskedLmHead::Saved masked_lm;
  kernels::ScratchMatrix token_logits;

  kernels::AlignedBuffer gemm_workspace;
  kernels::ScratchMatrix gradient;          // of hidden, then of each layer's input, then of the features
  kernels::ConstMatrix embedding_gradient;  // in one of the scratches
  ConvStem::Scratch stem_scratch;
  EncoderLayer::Scratch layer_scratch;
  ClassifyHead::Scratch classify_scratch;
  FirstStageHead::Scratch first_stage_scratch;
  MaskedLmHead::Scratch masked_lm_scratch;
  kernels::AlignedBuffer token_workspace;
};

ChunkPass::ChunkPass() : impl_(std::make_unique<Impl>()) {}
ChunkPass::~ChunkPass() = default;
ChunkPass::ChunkPass(ChunkPass&&) noexcept = default;
ChunkPass& ChunkPass::operator=(ChunkPass&&) noexcept = default;

struct TrainableEncoder::Impl {
  explicit Impl(const model::EncoderConfig& configuration);

  void load(const model::Parameters& parameters);
  void take_tokens(std::span<const ChunkSequence> sequences, ChunkPass::Impl& pass) const;
  void take_numbers(std::span<const ChunkSequence> sequences, ChunkPass::Impl& pass) const;
  void run_layers(ChunkPass::Impl& pass) const;
  void back_to_embedding(ChunkPass::Impl& pass, model::Parameters& gradients) const;

  model::EncoderConfig config;
  model::ParameterLayout layout;
  TokenEmbedding embedding;
  NumberMap features;
  ConvStem stem;
  PositionTerms positions;
  std::vector<EncoderLayer> layers;
  NormLayer final_norm;
  ClassifyHead classify;
  FirstStageHead first_stage;
  MaskedLmHead masked_lm;
  LinearLayer token_head;
  std::unique_ptr<model::AngleTables> rotary;  // none without rotary positions
};

TrainableEncoder::Impl::Impl(const model::EncoderConfig& configuration)
    : config(configuration),
      layout(config),
      embedding(config, layout),
      features(layout, "embed.feature"),
      stem(config, layout),
      positions(config, layout) {
  for (int l = 0; l < config.layers; ++l) layers.emplace_back(config, layout, l);
  if (config.final_norm) final_norm = NormLayer(layout, "final_norm", config.norm_eps);
  if (config.classify) classify = ClassifyHead(config, layout);
  if (config.first_stage) first_stage = FirstStageHead(config, layout);
  if (config.masked_lm) masked_lm = MaskedLmHead(config, layout);
  if (config.token_head) token_head = LinearLayer(layout, "token_head");
}

void TrainableEncoder::Impl::load(const model::Parameters& parameters) {
  std::vector<std::function<void()>> parts;
  parts.emplace_back([&] {
    embedding.load(parameters);
    features.load(parameters);
    positions.load(parameters);
    if (config.final_norm) final_norm.load(parameters);
    if (config.classify) classify.load(parameters);
    if (config.first_stage) first_stage.load(parameters);
    if (config.masked_lm) masked_lm.load(parameters);
    if (config.token_head) token_head.load(parameters);
  });
  parts.emplace_back([&] { stem.load(parameters); });
  for (EncoderLayer& layer : layers) parts.emplace_back([&] { layer.load(parameters); });
  parallel::parallel_for(parts.size(), [&](std::size_t i) { parts[i](); });
  if (const model::TensorSpec* spec = layout.find("rotary.inv_freq")) {
    // Not trained, so that what is loaded first holds for all updates.
    const auto frequencies = parameters.values().subspan(spec->offset, spec->cols);
    if (!rotary)
      rotary = std::make_unique<model::AngleTables>(std::vector(frequencies.begin(), frequencies.end()));
  }
}

void TrainableEncoder::Impl::take_tokens(std::span<const ChunkSequence> sequences,
                                         ChunkPass::Impl& pass) const {
  pass.tokens.clear();
  pass.dropout_keys.clear();
  pass.token_rows.clear();
  for (const ChunkSequence& sequence : sequences) {
    for (const std::int32_t id : sequence.tokens) {
      if (id < 0 || id >= config.vocabulary) {
        throw Error(fmt::format("token id {} is outside the vocabulary of {}", id, config.vocabulary));
      }
    }
    const int length = static_cast<int>(sequence.tokens.size());
    const int count = config.encoder_positions(length);
    if (count == 0) {
      throw Error(fmt::format("a sequence of {} tokens is shorter than the model's receptive field of {}",
                              length, config.receptive_field()));
    }
    if (config.positions == model::Positions::learned &&
        count + config.position_offset > config.max_positions) {
      throw Error(fmt::format("a sequence has {} positions, the model has {}", count,
                              config.max_positions - config.position_offset));
    }
    pass.tokens.insert(pass.tokens.end(), sequence.tokens.begin(), sequence.tokens.end());
    pass.dropout_keys.push_back(sequence.dropout_key);
    pass.token_rows.append(sequence.tokens.size());
  }
}

void TrainableEncoder::Impl::take_numbers(std::span<const ChunkSequence> sequences,
                                          ChunkPass::Impl& pass) const {
  pass.coordinates.clear();
  pass.coordinate_rows = {};
  for (std::size_t s = 0; s < sequences.size(); ++s) {
    const ChunkSequence& sequence = sequences[s];
    model::check_numbers(config, s, {sequence.tokens, sequence.coordinates, sequence.features});
    pass.coordinates.insert(pass.coordinates.end(), sequence.coordinates.begin(), sequence.coordinates.end());
  }
  if (features.exists()) {
    const kernels::Matrix rows = pass.features_in.rows.shape(pass.tokens.size(), features.inputs());
    const auto count = static_cast<std::size_t>(config.features);
    std::size_t row = 0;
    for (const ChunkSequence& sequence : sequences)
      for (std::size_t t = 0; t < sequence.tokens.size(); ++t)
        model::split_missing(sequence.features.subspan(t * count, count), rows.row(row++));
  }
  if (!config.continuous) return;
  const auto dimensions = static_cast<std::size_t>(config.continuous->dimensions);
  pass.coordinate_rows = {pass.coordinates.data(), pass.coordinates.size() / dimensions, dimensions};
}

void TrainableEncoder::Impl::run_layers(ChunkPass::Impl& pass) const {
  if (rotary) {
    std::size_t longest = 0;
    for (std::size_t s = 0; s < pass.rows.sequences(); ++s) longest = std::max(longest, pass.rows.count(s));
    pass.layer_scratch.attention.rotary = rotary->at_least(longest);
  }
  pass.stream.resize(layers.size() + 1);
  pass.layers.resize(layers.size());
  const std::size_t rows = pass.rows.total();
  const std::size_t width = static_cast<std::size_t>(config.width);
  positions.forward(pass.rows, pass.coordinate_rows, pass.features, pass.stream[0].shape(rows, width),
                    pass.positions);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    layers[l].forward(pass.rows, pass.coordinate_rows, pass.dropout_keys, pass.stream[l].view(),
                      pass.stream[l + 1].shape(rows, width), pass.layers[l], pass.layer_scratch);
  }
  pass.hidden = pass.stream.back().view();
  if (config.final_norm) {
    final_norm.forward(pass.hidden, pass.normed.shape(rows, width), pass.final_norm);
    pass.hidden = pass.normed.view();
  }
}

void TrainableEncoder::Impl::back_to_embedding(ChunkPass::Impl& pass, model::Parameters& gradients) const {
  kernels::Matrix gradient = pass.gradient.view();
  if (!config.stem.empty()) {
    gradient = stem.backward(pass.embedded.view(), gradient, pass.stem, pass.stem_scratch, gradients);
  }
  pass.embedding_gradient = gradient;
  features.backward(gradient, pass.features_in, pass.gemm_workspace, gradients);
  embedding.backward(pass.token_rows, pass.tokens, gradient, gradients);
}

TrainableEncoder::TrainableEncoder(const model::EncoderConfig& config)
    : impl_(std::make_unique<Impl>(config)) {}
TrainableEncoder::~TrainableEncoder() = default;
TrainableEncoder::TrainableEncoder(TrainableEncoder&&) noexcept = default;
TrainableEncoder& TrainableEncoder::operator=(TrainableEncoder&&) noexcept = default;

const model::EncoderConfig& TrainableEncoder::config() const {
  return impl_->config;
}
void TrainableEncoder::load(const model::Parameters& parameters) {
  impl_->load(parameters);
}

void TrainableEncoder::set_dropout(float rate) {
  for (EncoderLayer& layer : impl_->layers) layer.set_dropout(Dropout(rate));
}

kernels::ConstMatrix TrainableEncoder::hidden(const ChunkPass& pass) {
  return pass.impl_->hidden;
}

kernels::ConstMatrix TrainableEncoder::embedding_gradient(const ChunkPass& pass) {
  return pass.impl_->embedding_gradient;
}

double TrainableEncoder::token_slope(const ChunkPass& pass, std::size_t token, std::int32_t id) const {
  const ChunkPass::Impl& run = *pass.impl_;
  return impl_->embedding.slope(run.token_rows, run.tokens, token, id, run.embedding_gradient.row(token));
}

HeadMatrices<const float> TrainableEncoder::forward(std::span<const ChunkSequence> sequences,
                                                    const ChunkHeads& heads, ChunkPass& chunk) const {
  ChunkPass::Impl& pass = *chunk.impl_;
  impl_->take_tokens(sequences, pass);
  impl_->take_numbers(sequences, pass);
  const auto columns = static_cast<std::size_t>(impl_->config.embedding_columns());
  pass.features = pass.embedded.shape_dense(pass.tokens.size(), columns);
  impl_->embedding.forward(pass.token_rows, pass.tokens, pass.features);
  impl_->features.add_to(pass.features, pass.features_in);
  pass.rows = pass.token_rows;
  if (!impl_->config.stem.empty()) {
    pass.features = impl_->stem.forward(pass.token_rows, pass.features, pass.stem, pass.rows);
  }
  impl_->run_layers(pass);

  HeadMatrices<const float> outputs;
  if (heads.classify) outputs.classify = impl_->classify.forward(pass.rows, pass.hidden, pass.classify);
  if (heads.first_stage)
    outputs.first_stage = impl_->first_stage.forward(pass.rows, pass.features, pass.first_stage);
  pass.chosen.clear();
  for (const ChunkPosition& at : heads.masked_lm)
    pass.chosen.push_back(pass.rows.first(at.sequence) + at.position);
  if (!pass.chosen.empty())
    outputs.masked_lm = impl_->masked_lm.forward(pass.hidden, pass.chosen, pass.masked_lm);
  if (heads.tokens) {
    const kernels::Matrix logits = pass.token_logits.shape(pass.hidden.rows, impl_->token_head.outputs());
    impl_->token_head.forward(pass.hidden, logits);
    outputs.tokens = logits;
  }
  return outputs;
}

void TrainableEncoder::backward(const HeadMatrices<const float>& output_gradients, ChunkPass& chunk,
                                model::Parameters& gradients) const {
  ChunkPass::Impl& pass = *chunk.impl_;
  const kernels::Matrix d = pass.gradient.shape_dense(pass.hidden.rows, pass.hidden.cols);
  std::fill_n(d.data, d.rows * d.cols, 0.0F);
  if (output_gradients.classify.data) {
    impl_->classify.backward(pass.rows, pass.hidden, output_gradients.classify, d, pass.classify,
                             pass.classify_scratch, gradients);
  }
  if (output_gradients.masked_lm.data) {
    impl_->masked_lm.backward(pass.chosen, output_gradients.masked_lm, d, pass.masked_lm,
                              pass.masked_lm_scratch, gradients);
  }
  if (output_gradients.tokens.data) {
    impl_->token_head.add_weight_gradient(pass.hidden, output_gradients.tokens, gradients,
                                          pass.token_workspace);
    impl_->token_head.input_gradient(output_gradients.tokens, d, d);
  }
  if (impl_->config.final_norm) {
    impl_->final_norm.backward(pass.stream.back().view(), pass.final_norm, d, d, gradients);
  }
  for (std::size_t l = impl_->layers.size(); l-- > 0;) {
    impl_->layers[l].backward(pass.rows, pass.dropout_keys, pass.stream[l].view(), d, pass.layers[l],
                              pass.layer_scratch, gradients);
  }
  impl_->positions.backward(pass.rows, d, pass.positions, pass.gemm_workspace, gradients);
  if (output_gradients.first_stage.data) {
    impl_->first_stage.backward(pass.rows, pass.features, output_gradients.first_stage, d, pass.first_stage,
                                pass.first_stage_scratch, gradients);
  }
  impl_->back_to_embedding(pass, gradients);
}

}  // namespace seqlens::train
