#include "layer_stack.h"

#include <algorithm>
#include <optional>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/local_convolution.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/rotary.h"
#include "seqlens/model/feed_forward_activation.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::model {

using kernels::Activation;
using kernels::ConstMatrix;
using kernels::Matrix;

namespace {

constexpr std::size_t kBlockRows =
    96;  // 96 x (D + F) floats stay in L2 up to F = 2048; a multiple of the kernels' 6 rows

/// work(i) for i in [0, count), as tasks or one after the other.
template <class Work>
void for_each(std::size_t count, bool spread, Work work) {
  if (!spread || count < 2) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  parallel::parallel_for(count, [&](std::size_t i) {
    const kernels::FlushDenormals flush;
    work(i);
  });
}

template <class Work>
void for_each_block(std::size_t rows, bool spread, Work work) {
  for_each((rows + kBlockRows - 1) / kBlockRows, spread, [&](std::size_t block) {
    const std::size_t first = block * kBlockRows;
    work(first, std::min(kBlockRows, rows - first));
  });
}

/// Hands the rows of one head on to the sink with the names that it knows.
class HeadRows : public kernels::AttentionRows {
 public:
  HeadRows(const LayerObservers& observers, std::size_t layer, std::size_t head)
      : observers_(observers), layer_(static_cast<int>(layer)), head_(static_cast<int>(head)) {}

  [[nodiscard]] bool wanted() const { return observers_.heads && observers_.heads->wants(layer_, head_); }
  void show_values(ConstMatrix values) {
    observers_.heads->on_values(observers_.sequence, layer_, head_, values);
  }
  void on_rows(std::size_t first, ConstMatrix probabilities) override {
    observers_.heads->on_rows(observers_.sequence, layer_, head_, first, probabilities);
  }

 private:
  const LayerObservers& observers_;
  int layer_;
  int head_;
};

std::vector<float> dense_copy(ConstMatrix x) {
  std::vector<float> copy(x.rows * x.cols);
  kernels::copy_matrix(x, {copy.data(), x.rows, x.cols});
  return copy;
}

}  // namespace

struct LayerStack::Sequence {
  Matrix x;  ///< (T, D), the residual stream
  ConstMatrix coordinates;
  Matrix qkv;  ///< (T, 3D); each head's output takes the place of its query
  std::shared_ptr<const AngleTable> angles;
  const LayerObservers& observers;
};

LayerStack::LayerStack(const EncoderConfig& config, const EncoderWeights& weights,
                       kernels::Precision precision)
    : config_(config),
      weights_(weights),
      precision_(precision),
      rotary_(std::vector<float>(weights.inverse_frequencies.begin(), weights.inverse_frequencies.end())),
      slopes_(config.positions == Positions::alibi
                  ? alibi_slopes(static_cast<std::size_t>(config.heads))
                  : std::vector<float>(static_cast<std::size_t>(config.heads))) {
  for (const LayerWeights& layer : weights.layers) {
    if (layer.relative.data == nullptr) continue;
    std::vector<RelativeFunction>& heads = relative_.emplace_back();
    for (std::size_t head = 0; head < layer.relative.rows; ++head)
      heads.emplace_back(*config.continuous, std::span(layer.relative.row(head), layer.relative.cols));
  }
}

void LayerStack::run(Matrix x, ConstMatrix coordinates, kernels::ScratchMatrix& qkv,
                     const LayerObservers& observers, bool spread) const {
  const Sequence s{.x = x,
                   .coordinates = coordinates,
                   .qkv = qkv.shape(x.rows, 3 * x.cols),
                   .angles = config_.positions == Positions::rotary ? rotary_.at_least(x.rows) : nullptr,
                   .observers = observers};
  const std::size_t layers = weights_.layers.size();
  const bool fused = config_.local_kernel == 0;
  const auto prepare = [&](std::size_t layer) {
    for_each_block(x.rows, spread, [&](std::size_t first, std::size_t count) {
      prepare_attention(s, layer, first, count, *blocks_.borrow());
    });
  };
  prepare(0);
  for (std::size_t layer = 0; layer < layers; ++layer) {
    if (observers.hidden_states) observers.hidden_states->push_back(dense_copy(x));
    for_each(static_cast<std::size_t>(config_.heads), spread,
             [&](std::size_t head) { attend(s, layer, head, *attention_.borrow()); });
    for_each_block(x.rows, spread, [&](std::size_t first, std::size_t count) {
      const auto scratch = blocks_.borrow();
      finish_layer(s, layer, first, count, *scratch);
      if (fused && layer + 1 < layers) prepare_attention(s, layer + 1, first, count, *scratch);
    });
    if (!fused && layer + 1 < layers) prepare(layer + 1);
  }
}

void LayerStack::prepare_attention(const Sequence& s, std::size_t layer, std::size_t first, std::size_t count,
                                   BlockScratch& scratch) const {
  const LayerWeights& weights = weights_.layers[layer];
  const ConstMatrix in = attention_input(s, layer, first, count, scratch);
  kernels::gemm(in, weights.query_key_value.weight, s.qkv.row_range(first, count),
                {.bias = weights.query_key_value.bias, .activation = Activation::none, .residual = {}});
  if (s.angles) rotate(s, first, count);
}

ConstMatrix LayerStack::attention_input(const Sequence& s, std::size_t layer, std::size_t first,
                                        std::size_t count, BlockScratch& scratch) const {
  const LayerWeights& weights = weights_.layers[layer];
  // Each block norms the rows that it reads of its neighbours again: a row's norm has the same bits
  // everywhere.
  const std::size_t reach = static_cast<std::size_t>(config_.local_kernel) / 2;
  const std::size_t before = std::min(first, reach);
  const std::size_t after = std::min(s.x.rows - first - count, reach);
  ConstMatrix in = s.x.row_range(first - before, before + count + after);
  if (config_.norm_placement == NormPlacement::pre) {
    const Matrix normed = scratch.normed.shape(in.rows, in.cols);
    kernels::layer_norm(in, weights.attention_norm.weight, weights.attention_norm.bias, config_.norm_eps,
                        normed);
    in = normed;
  }
  if (config_.local_kernel == 0) return in;
  const Matrix local = scratch.local.shape(count, in.cols);
  kernels::local_convolution(in, before, weights.local_weight, weights.local_bias, local);
  return local;
}

void LayerStack::rotate(const Sequence& s, std::size_t first, std::size_t count) const {
  const auto head_width = static_cast<std::size_t>(config_.head_width());
  const ConstMatrix cosines = s.angles->cosines(first, count);
  const ConstMatrix sines = s.angles->sines(first, count);
  const Matrix rows = s.qkv.row_range(first, count);
  for (std::size_t column = 0; column < 2 * s.x.cols; column += head_width)  // all queries, then all keys
    kernels::rotate_half(rows.col_range(column, head_width), cosines, sines);
}

void LayerStack::attend(const Sequence& s, std::size_t layer, std::size_t head,
                        kernels::AttentionWorkspace& workspace) const {
  const auto head_width = static_cast<std::size_t>(config_.head_width());
  const Matrix query = s.qkv.col_range(head * head_width, head_width);
  const Matrix key = s.qkv.col_range(s.x.cols + head * head_width, head_width);
  const Matrix value = s.qkv.col_range(2 * s.x.cols + head * head_width, head_width);
  std::optional<RelativeBias> bias;
  if (!relative_.empty()) bias.emplace(relative_[layer][head], s.coordinates);
  const kernels::AttentionOptions options{.scale = score_scale(config_),
                                          .alibi_slope = slopes_[head],
                                          .bias = bias ? &*bias : nullptr,
                                          .precision = precision_};
  HeadRows rows(s.observers, layer, head);
  const bool wanted = rows.wanted();
  if (wanted) rows.show_values(value);
  kernels::attention_head(query, key, value, options, query, workspace, wanted ? &rows : nullptr);
}

void LayerStack::finish_layer(const Sequence& s, std::size_t layer, std::size_t first, std::size_t count,
                              BlockScratch& scratch) const {
  const LayerWeights& weights = weights_.layers[layer];
  const Matrix x = s.x.row_range(first, count);
  const ConstMatrix context = s.qkv.row_range(first, count).col_range(0, s.x.cols);
  const bool pre = config_.norm_placement == NormPlacement::pre;
  const bool post = config_.norm_placement == NormPlacement::post;
  const auto normalise = [&](const NormWeights& norm, Matrix out) {
    kernels::layer_norm(x, norm.weight, norm.bias, config_.norm_eps, out);
  };
  kernels::gemm(context, weights.output.weight, x,
                {.bias = weights.output.bias, .activation = Activation::none, .residual = residual(x)});
  const Matrix in = pre ? scratch.normed.shape(count, x.cols) : x;
  if (pre || post) normalise(pre ? weights.feed_forward_norm : weights.attention_norm, in);
  feed_forward(in, weights, x, scratch);
  if (post) normalise(weights.feed_forward_norm, x);
  if (config_.final_norm && layer + 1 == weights_.layers.size()) normalise(weights_.final_norm, x);
}

void LayerStack::feed_forward(ConstMatrix in, const LayerWeights& weights, Matrix x,
                              BlockScratch& scratch) const {
  const auto width = static_cast<std::size_t>(config_.feed_forward_width);
  const bool gated = is_gated(config_.feed_forward);
  const Activation activation = activation_of(config_.feed_forward);
  const PackedLinear& first = weights.feed_forward_in;
  const Matrix hidden = scratch.hidden.shape(in.rows, first.weight.cols());
  kernels::gemm(in, first.weight, hidden,
                {.bias = first.bias, .activation = gated ? Activation::none : activation, .residual = {}});
  const Matrix out = hidden.col_range(0, width);
  if (gated) kernels::gate(activation, out, hidden.col_range(width, width), out);
  kernels::gemm(
      out, weights.feed_forward_out.weight, x,
      {.bias = weights.feed_forward_out.bias, .activation = Activation::none, .residual = residual(x)});
}

ConstMatrix LayerStack::residual(Matrix x) const {
  return config_.without_residuals ? ConstMatrix{} : ConstMatrix(x);
}

}  // namespace seqlens::model
