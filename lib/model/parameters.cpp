#include "seqlens/model/parameters.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/model/coordinates.h"
#include "seqlens/model/feed_forward_activation.h"

namespace seqlens::model {

namespace {

constexpr std::size_t kAlignment = 16;  // floats: each tensor starts on a cache line

enum class Kind { embedding, matrix, vector, constant };

/// Collects the tensors of a configuration in storage order.
class LayoutBuilder {
 public:
  explicit LayoutBuilder(const EncoderConfig& config) : c_(config) {}

  std::vector<TensorSpec> build() {
    embeddings();
    stem();
    for (int l = 0; l < c_.layers; ++l) layer(l);
    if (c_.final_norm) norm("final_norm", c_.width);
    heads();
    return std::move(tensors_);
  }

 private:
  void add(std::string name, int rows, int cols, Kind kind) {
    const std::size_t offset =
        tensors_.empty() ? 0 : tensors_.back().offset + padded(tensors_.back().rows * tensors_.back().cols);
    tensors_.push_back({.name = std::move(name),
                        .rows = static_cast<std::size_t>(rows),
                        .cols = static_cast<std::size_t>(cols),
                        .offset = offset,
                        .trained = kind != Kind::constant,
                        .decayed = kind == Kind::matrix});
  }

  static std::size_t padded(std::size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

  void linear(const std::string& name, int out, int in, bool bias) {
    add(name + ".weight", out, in, Kind::matrix);
    if (bias) add(name + ".bias", 1, out, Kind::vector);
  }

  void norm(const std::string& name, int width) {
    add(name + ".weight", 1, width, Kind::vector);
    add(name + ".bias", 1, width, Kind::vector);
  }

  void embeddings() {
    add("embed.token.weight", c_.vocabulary, c_.embedding_columns(), Kind::embedding);
    if (c_.positions == Positions::learned)
      add("embed.position.weight", c_.max_positions, c_.width, Kind::embedding);
    if (c_.token_types > 0) add("embed.type.weight", c_.token_types, c_.width, Kind::embedding);
    if (c_.features > 0)
      add("embed.feature.weight", c_.embedding_columns(), 2 * c_.features, Kind::embedding);
    if (c_.continuous && !c_.continuous->periods.empty())
      add("embed.coordinate.weight", c_.width, static_cast<int>(wave_count(*c_.continuous)), Kind::embedding);
    if (c_.embedding_norm) norm("embed.norm", c_.width);
    if (c_.positions == Positions::rotary) add("rotary.inv_freq", 1, c_.head_width() / 2, Kind::constant);
  }

  void stem() {
    int channels = c_.embedding_columns();
    for (std::size_t i = 0; i < c_.stem.size(); ++i) {
      const ConvLayer& conv = c_.stem[i];
      const std::string name = fmt::format("stem.{}", i);
      linear(name, conv.channels, conv.kernel * channels, true);
      if (conv.norm) norm(name + ".norm", conv.channels);
      channels = conv.channels;
    }
  }

  void layer(int l) {
    const std::string attention = fmt::format("layer.{}.attention", l);
    for (const auto* part : {".query", ".key", ".value", ".output"})
      linear(attention + part, c_.width, c_.width, c_.attention_bias);
    if (c_.local_kernel > 0) {
      add(attention + ".local.weight", c_.local_kernel, c_.width, Kind::matrix);
      add(attention + ".local.bias", 1, c_.width, Kind::vector);
    }
    if (const std::size_t weights = c_.continuous ? relative_weights(*c_.continuous) : 0; weights > 0)
      add(attention + ".relative.weight", c_.heads, static_cast<int>(weights), Kind::vector);
    const bool has_norms = c_.norm_placement != NormPlacement::none;
    if (has_norms) norm(attention + ".norm", c_.width);
    const std::string block = fmt::format("layer.{}.feed_forward", l);
    const bool gated = is_gated(c_.feed_forward);
    linear(block + ".in", (gated ? 2 : 1) * c_.feed_forward_width, c_.width, c_.feed_forward_bias);
    linear(block + ".out", c_.width, c_.feed_forward_width, c_.feed_forward_out_bias);
    if (has_norms) norm(block + ".norm", c_.width);
  }

  void heads() {
    if (c_.first_stage) {
      const FirstStage& stage = *c_.first_stage;
      linear("first_stage.conv", stage.channels, stage.kernel * c_.width, true);
      const int rows = c_.encoder_positions(c_.window_tokens) - stage.kernel + 1;
      linear("first_stage.out", 1, rows * stage.channels, true);
    }
    if (c_.classify) {
      if (c_.classify->pooling == Pooling::attention) linear("classify.pool", 1, c_.width, true);
      if (c_.classify->dense) linear("classify.dense", c_.width, c_.width, true);
      linear("classify.out", static_cast<int>(c_.classify->labels.size()), c_.width, true);
    }
    if (c_.pooler) pooler();
    if (c_.masked_lm) masked_lm(*c_.masked_lm);
    if (c_.token_head) linear("token_head", c_.token_columns(), c_.width, true);
    if (c_.contact_head) linear("contact", 1, c_.layers * c_.heads, true);
  }

  // Nothing that is trained reads it, so weight decay must not touch it either.
  void pooler() {
    add("classify.dense.weight", c_.width, c_.width, Kind::constant);
    add("classify.dense.bias", 1, c_.width, Kind::constant);
  }

  void masked_lm(const MaskedLmHead& head) {
    if (head.transform) {
      linear("masked_lm.dense", c_.width, c_.width, true);
      norm("masked_lm.norm", c_.width);
    }
    const int symbols = head.predictions_per_token * c_.vocabulary;
    if (!head.tied) add("masked_lm.decoder.weight", symbols, c_.width, Kind::matrix);
    if (head.decoder_bias) add("masked_lm.decoder.bias", 1, symbols, Kind::vector);
  }

  const EncoderConfig& c_;
  std::vector<TensorSpec> tensors_;
};

void fill_normal(std::span<float> values, double deviation, Random& random) {
  for (float& value : values) value = static_cast<float>(deviation * random.normal());
}

bool ends_residual_branch(std::string_view name) {
  return name.starts_with("layer.") &&
         (name.ends_with("attention.output.weight") || name.ends_with("feed_forward.out.weight"));
}

double deviation_of(const TensorSpec& tensor, const EncoderConfig& config) {
  if (tensor.name.ends_with(".relative.weight")) return 0.02;
  if (tensor.name.starts_with("embed."))
    return config.stem.empty() || tensor.name != "embed.token.weight"
               ? 0.02
               : 1 / std::sqrt(config.embedding_columns());
  const bool local = tensor.name.ends_with(".local.weight");
  const double deviation = 1 / std::sqrt(static_cast<double>(local ? tensor.rows : tensor.cols));
  const bool added = ends_residual_branch(tensor.name) && !config.without_residuals;
  return added ? deviation / std::sqrt(2.0 * config.layers) : deviation;
}

}  // namespace

ParameterLayout::ParameterLayout(const EncoderConfig& config) {
  validate(config);
  tensors_ = LayoutBuilder(config).build();
  for (const TensorSpec& tensor : tensors_) count_ += tensor.rows * tensor.cols;
  const TensorSpec& last = tensors_.back();
  size_ = last.offset + (last.rows * last.cols + kAlignment - 1) / kAlignment * kAlignment;
}

const TensorSpec* ParameterLayout::find(std::string_view name) const {
  for (const TensorSpec& tensor : tensors_)
    if (tensor.name == name) return &tensor;
  return nullptr;
}

const TensorSpec& ParameterLayout::at(std::string_view name) const {
  if (const TensorSpec* tensor = find(name)) return *tensor;
  throw Error(fmt::format("this model has no tensor '{}'", name));
}

kernels::Matrix Parameters::matrix(std::string_view name) {
  const TensorSpec& tensor = layout_.at(name);
  return {values_.data() + tensor.offset, tensor.rows, tensor.cols};
}

kernels::ConstMatrix Parameters::matrix(std::string_view name) const {
  const TensorSpec& tensor = layout_.at(name);
  return {values_.data() + tensor.offset, tensor.rows, tensor.cols};
}

void Parameters::read(const TensorSpec& tensor, std::span<float> out) const {
  std::ranges::copy(values().subspan(tensor.offset, tensor.size()), out.begin());
}

const float* Parameters::find_vector(std::string_view name) const {
  const TensorSpec* tensor = layout_.find(name);
  return tensor ? values_.data() + tensor->offset : nullptr;
}

void initialise(Parameters& parameters, const EncoderConfig& config, std::uint64_t seed) {
  std::uint64_t item = 0;
  for (const TensorSpec& tensor : parameters.layout().tensors()) {
    Random random = Random::for_item(seed, item++);
    const auto values = parameters.values().subspan(tensor.offset, tensor.rows * tensor.cols);
    if (tensor.name == "rotary.inv_freq")
      set_inverse_frequencies(parameters);
    else if (tensor.name.ends_with("norm.weight"))
      std::fill(values.begin(), values.end(), 1.0F);
    else if (tensor.name == "token_head.bias")
      std::fill(values.begin(), values.end(), -4.0F);
    else if (tensor.name.ends_with(".relative.weight") && config.continuous->form != RelativeForm::spline)
      std::fill(values.begin(), values.end(), 1.0F);
    else if (tensor.name.ends_with(".bias"))
      std::fill(values.begin(), values.end(), 0.0F);
    else
      fill_normal(values, deviation_of(tensor, config), random);
  }
}

void set_inverse_frequencies(Parameters& parameters) {
  const kernels::Matrix frequencies = parameters.matrix("rotary.inv_freq");
  set_inverse_frequencies(std::span(frequencies.data, frequencies.cols));
}

void set_inverse_frequencies(std::span<float> frequencies) {
  const auto half = static_cast<double>(frequencies.size());
  for (std::size_t i = 0; i < frequencies.size(); ++i)
    frequencies[i] = static_cast<float>(std::pow(10000.0, -static_cast<double>(i) / half));
}

}  // namespace seqlens::model
