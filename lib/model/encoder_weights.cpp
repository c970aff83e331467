#include "encoder_weights.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/memory.h"
#include "seqlens/model/parameters.h"

namespace seqlens::model {

class EncoderWeights::Builder {
 public:
  Builder(EncoderWeights& weights, const EncoderConfig& config, const WeightSource& source,
          kernels::Precision precision)
      : w_(weights), c_(config), source_(source), precision_(precision) {}

  void build() {
    embeddings();
    for (std::size_t i = 0; i < c_.stem.size(); ++i) stem(fmt::format("stem.{}", i));
    for (int l = 0; l < c_.layers; ++l) layer(fmt::format("layer.{}", l));
    w_.final_norm = norm("final_norm");
    if (c_.first_stage) first_stage();
    if (c_.classify) classify();
    if (c_.pooler) w_.classify_dense = linear("classify.dense");
    if (c_.masked_lm) masked_lm();
    if (c_.token_head) w_.token_head = linear("token_head");
  }

 private:
  kernels::ConstMatrix keep_table(std::string_view name) {
    const TensorSpec* tensor = source_.layout().find(name);
    if (!tensor) return {};
    kernels::AlignedBuffer& copy = w_.kept_.emplace_back(tensor->size());
    source_.read(*tensor, copy.span());
    return {copy.data(), tensor->rows, tensor->cols};
  }

  const float* keep(std::string_view name) { return keep_table(name).data; }

  std::span<const float> keep_span(std::string_view name) {
    const kernels::ConstMatrix kept = keep_table(name);
    return {kept.data, kept.rows * kept.cols};
  }

  PackedLinear linear_or_none(const std::string& name) {
    return source_.layout().find(name + ".weight") ? linear(name) : PackedLinear{};
  }

  PackedLinear linear(const std::string& name, kernels::Precision precision = kernels::Precision::f32) {
    PackedLinear packed;
    packed.weight.pack_transposed(read(name + ".weight"), precision);
    packed.bias = keep(name + ".bias");
    return packed;
  }

  /// Valid until the next tensor is read.
  kernels::ConstMatrix read(const std::string& name) {
    const TensorSpec& tensor = source_.layout().at(name);
    scratch_.reserve(tensor.size());
    source_.read(tensor, scratch_.span().first(tensor.size()));
    return {scratch_.data(), tensor.rows, tensor.cols};
  }

  float read_number(const std::string& name) { return *read(name).data; }

  NormWeights norm(const std::string& name) { return {keep(name + ".weight"), keep(name + ".bias")}; }

  void embeddings() {
    w_.token_embedding = keep_table("embed.token.weight");
    w_.position_embedding = keep_table("embed.position.weight");
    w_.type_embedding = keep("embed.type.weight");
    w_.feature = linear_or_none("embed.feature");
    w_.coordinate = linear_or_none("embed.coordinate");
    w_.embedding_norm = norm("embed.norm");
    w_.inverse_frequencies = keep_span("rotary.inv_freq");
  }

  void stem(const std::string& name) { w_.stem.push_back({linear(name, precision_), norm(name + ".norm")}); }

  void layer(const std::string& name) {
    w_.layers.push_back({.local_weight = keep_table(name + ".attention.local.weight"),
                         .local_bias = keep(name + ".attention.local.bias"),
                         .query_key_value = query_key_value(name + ".attention"),
                         .output = linear(name + ".attention.output", precision_),
                         .feed_forward_in = linear(name + ".feed_forward.in", precision_),
                         .feed_forward_out = linear(name + ".feed_forward.out", precision_),
                         .attention_norm = norm(name + ".attention.norm"),
                         .feed_forward_norm = norm(name + ".feed_forward.norm"),
                         .relative = keep_table(name + ".attention.relative.weight")});
  }

  PackedLinear query_key_value(const std::string& name) {
    const auto width = static_cast<std::size_t>(c_.width);
    scratch_.reserve(3 * width * width);
    read_stacked(name, ".weight", scratch_.span().first(3 * width * width));
    PackedLinear packed;
    packed.weight.pack_transposed({scratch_.data(), 3 * width, width}, precision_);
    if (!c_.attention_bias) return packed;
    kernels::AlignedBuffer& bias = w_.kept_.emplace_back(3 * width);
    read_stacked(name, ".bias", bias.span());
    packed.bias = bias.data();
    return packed;
  }

  void read_stacked(const std::string& name, const char* suffix, std::span<float> out) {
    constexpr std::array<const char*, 3> kParts{".query", ".key", ".value"};
    const std::size_t size = out.size() / kParts.size();
    for (std::size_t i = 0; i < kParts.size(); ++i)
      source_.read(source_.layout().at(name + kParts[i] + suffix), out.subspan(i * size, size));
  }

  void first_stage() {
    w_.first_stage_conv = linear("first_stage.conv");
    w_.first_stage_out = keep_span("first_stage.out.weight");
    w_.first_stage_bias = read_number("first_stage.out.bias");
  }

  void classify() {
    if (c_.classify->pooling == Pooling::attention) {
      w_.pool_weight = keep("classify.pool.weight");
      w_.pool_bias = read_number("classify.pool.bias");
    }
    if (c_.classify->dense) w_.classify_dense = linear("classify.dense");
    w_.classify_out = linear("classify.out");
  }

  void masked_lm() {
    if (c_.masked_lm->transform) {
      w_.masked_lm_dense = linear("masked_lm.dense");
      w_.masked_lm_norm = norm("masked_lm.norm");
    }
    w_.masked_lm_decoder.weight.pack_transposed(c_.masked_lm->tied ? w_.token_embedding
                                                                   : read("masked_lm.decoder.weight"));
    w_.masked_lm_decoder.bias = keep("masked_lm.decoder.bias");
  }

  EncoderWeights& w_;
  const EncoderConfig& c_;
  const WeightSource& source_;
  kernels::Precision precision_;
  kernels::AlignedBuffer scratch_;  // a matrix, until it is packed
};

namespace {

void require_layout(const ParameterLayout& expected, const ParameterLayout& given) {
  const auto same = [](const TensorSpec& a, const TensorSpec& b) {
    return a.name == b.name && a.rows == b.rows && a.cols == b.cols;
  };
  if (!std::ranges::equal(expected.tensors(), given.tensors(), same))
    throw Error("the parameters belong to another model configuration");
}

/// Every tensor once, a tied decoder's table packed beside the table, and the largest matrix while it is
/// packed.
std::size_t floats_needed(const EncoderConfig& config, const ParameterLayout& layout) {
  const auto width = static_cast<std::size_t>(config.width);
  std::size_t largest = 3 * width * width;
  for (const TensorSpec& tensor : layout.tensors())
    if (tensor.decayed) largest = std::max(largest, tensor.size());
  const bool tied = config.masked_lm && config.masked_lm->tied;
  return layout.size() + largest + (tied ? layout.at("embed.token.weight").size() : 0);
}

}  // namespace

EncoderWeights::EncoderWeights(const EncoderConfig& config, const WeightSource& source,
                               kernels::Precision precision) {
  require_layout(ParameterLayout(config), source.layout());
  require_memory(fmt::format("{}: running the model", source.place()),
                 floats_needed(config, source.layout()) * sizeof(float));
  Builder(*this, config, source, precision).build();
}

}  // namespace seqlens::model
