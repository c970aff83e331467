#include "seqlens/protein/factored_attention.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/protein/site_likelihood.h"

#include "attention_parameters.h"

namespace seqlens::protein {
namespace {

constexpr std::size_t kCell = AttentionParameters::kCell;

/// A (columns, columns) matrix a head.
class HeadMatrices {
 public:
  HeadMatrices(std::size_t heads, std::size_t columns)
      : columns_(columns), numbers_(heads * columns * columns) {}

  [[nodiscard]] kernels::Matrix of(std::size_t head) {
    return {numbers_.data() + head * columns_ * columns_, columns_, columns_};
  }

 private:
  std::size_t columns_;
  std::vector<float> numbers_;
};

/// The next rows of an order that is shuffled anew after each pass.
class RowBatches {
 public:
  RowBatches(std::size_t rows, std::size_t batch, std::uint64_t seed)
      : order_(rows), batch_(std::min(batch, rows)), next_(0), random_(Random::for_item(seed, 1)) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    if (!takes_all()) shuffle(std::span(order_), random_);
  }

  [[nodiscard]] bool takes_all() const { return batch_ == order_.size(); }
  [[nodiscard]] std::span<const std::size_t> next() {
    if (next_ + batch_ > order_.size()) {
      shuffle(std::span(order_), random_);
      next_ = 0;
    }
    next_ += batch_;
    return std::span(order_).subspan(next_ - batch_, batch_);
  }

 private:
  std::vector<std::size_t> order_;
  std::size_t batch_, next_;
  Random random_;
};

class Training {
 public:
  Training(const Observations& all, const FactoredAttentionOptions& options)
      : options_(options),
        columns_(all.columns()),
        parameters_(columns_, options.heads, options.width),
        gradient_(parameters_),
        moment1_(parameters_.all().size()),
        moment2_(parameters_.all().size()),
        attention_(options.heads, columns_),
        attention_gradient_(options.heads, columns_),
        value_gradients_(columns_ * options.heads * kCell),
        penalty_(options.coupling_penalty * static_cast<double>(columns_ - 1) / all.weight()),
        bias_penalty_(options.bias_penalty / all.weight()) {
    Random random = Random::for_item(options.seed, 0);
    std::vector<float>& numbers = parameters_.all();
    const std::size_t positions = 2 * parameters_.positions();
    for (std::size_t k = 0; k < parameters_.weights_size(); ++k)
      numbers[k] =
          static_cast<float>((k < positions ? options.query_scale : options.value_scale) * random.normal());
    const auto biases = log_frequencies(all);
    std::copy(biases.begin(), biases.end(), parameters_.biases().begin());
  }

  void step(const Observations& observations, int number) {
    attend();
    pack_values();
    parallel::parallel_for(columns_, [&](std::size_t site) { learn_column(observations, site); });
    parallel::parallel_for(options_.heads, [&](std::size_t head) { learn_head(head); });
    update(number);
  }

  PairScores norms() {
    attend();
    pack_values();
    PairScores norms(columns_);
    parallel::parallel_for(columns_, [&](std::size_t i) {
      auto scratch = scratch_.borrow();
      const kernels::Matrix mixing = scratch->mixing.shape(columns_, options_.heads);
      const auto couple = [&](kernels::ScratchMatrix& into, auto&& attention_of) {
        for (std::size_t h = 0; h < options_.heads; ++h)
          for (std::size_t j = 0; j < columns_; ++j) mixing.at(j, h) = attention_of(attention_.of(h), j);
        const kernels::Matrix couplings = into.shape_dense(columns_, kCell);
        kernels::gemm(mixing, packed_values_, couplings);
        return couplings;
      };
      const auto from_i = couple(scratch->couplings, [&](auto head, std::size_t j) { return head.at(i, j); });
      const auto to_i = couple(scratch->gradient, [&](auto head, std::size_t j) { return head.at(j, i); });
      for (std::size_t j = 0; j < i; ++j)
        norms.set(i, j,
                  coupling_norm({from_i.row(j), kResidueCount, kResidueCount},
                                {to_i.row(j), kResidueCount, kResidueCount}));
    });
    return norms;
  }

 private:
  struct Scratch {
    kernels::ScratchMatrix mixing, couplings, gradient, mixing_gradient;
    SiteLikelihood likelihood;
    kernels::PackedMatrix packed;
    kernels::AlignedBuffer transposed;
  };

  [[nodiscard]] float score_scale() const { return 1.0F / std::sqrt(static_cast<float>(options_.width)); }

  /// Attention of every head; a column does not see itself.
  void attend() {
    parallel::parallel_for(options_.heads, [&](std::size_t head) {
      auto scratch = scratch_.borrow();
      const kernels::Matrix attention = attention_.of(head);
      scratch->packed.pack_transposed(parameters_.keys(head));
      kernels::gemm(parameters_.queries(head), scratch->packed, attention);
      for (std::size_t i = 0; i < columns_; ++i) {
        float* row = attention.row(i);
        for (std::size_t j = 0; j < columns_; ++j) row[j] *= score_scale();
        row[i] = -1e30F;
      }
      kernels::softmax_rows(attention, attention);
      for (std::size_t i = 0; i < columns_; ++i) attention.at(i, i) = 0;
    });
  }

  void pack_values() {
    packed_values_.pack(parameters_.values());
    packed_values_transposed_.pack_transposed(parameters_.values());
  }

  /// Gradients of what one column's likelihood and penalty say of its attention, of the values, of its
  /// biases, each divided by the weight of the rows.
  void learn_column(const Observations& observations, std::size_t site) {
    auto scratch = scratch_.borrow();
    const kernels::Matrix mixing = scratch->mixing.shape(columns_, options_.heads);
    for (std::size_t h = 0; h < options_.heads; ++h) {
      const float* attention = attention_.of(h).row(site);
      for (std::size_t j = 0; j < columns_; ++j) mixing.at(j, h) = attention[j];
    }
    const kernels::Matrix couplings = scratch->couplings.shape_dense(columns_, kCell);
    kernels::gemm(mixing, packed_values_, couplings);

    const kernels::Matrix gradient = scratch->gradient.shape_dense(columns_, kCell);
    const auto as_residues = [&](kernels::Matrix cells) {
      return kernels::Matrix{cells.data, columns_ * kResidueCount, kResidueCount};
    };
    const std::span<float> bias_gradient = gradient_.biases(site);
    scratch->likelihood.evaluate(observations, site, as_residues(couplings), parameters_.biases(site),
                                 as_residues(gradient), bias_gradient);
    const auto scale = static_cast<float>(1 / observations.weight());
    const auto penalty = static_cast<float>(2 * penalty_);
    for (std::size_t k = 0; k < columns_ * kCell; ++k)
      gradient.data[k] = gradient.data[k] * scale + penalty * couplings.data[k];
    const std::span<const float> bias = parameters_.biases(site);
    for (std::size_t a = 0; a < kResidueCount; ++a)
      bias_gradient[a] = bias_gradient[a] * scale + static_cast<float>(2 * bias_penalty_) * bias[a];

    const kernels::Matrix mixing_gradient = scratch->mixing_gradient.shape(columns_, options_.heads);
    kernels::gemm(gradient, packed_values_transposed_, mixing_gradient);
    for (std::size_t h = 0; h < options_.heads; ++h) {
      float* row = attention_gradient_.of(h).row(site);
      for (std::size_t j = 0; j < columns_; ++j) row[j] = mixing_gradient.at(j, h);
    }
    const kernels::Matrix values{value_gradients_.data() + site * options_.heads * kCell, options_.heads,
                                 kCell};
    std::fill_n(values.data, options_.heads * kCell, 0.0F);
    kernels::gemm_transposed_accumulate(mixing, gradient, values, scratch->transposed);
  }

  /// Gradients of a head's queries, keys and values.
  void learn_head(std::size_t head) {
    auto scratch = scratch_.borrow();
    const kernels::Matrix scores = attention_gradient_.of(head);
    kernels::softmax_rows_backward(attention_.of(head), scores, scores);
    for (std::size_t k = 0; k < columns_ * columns_; ++k) scores.data[k] *= score_scale();
    scratch->packed.pack(parameters_.keys(head));
    kernels::gemm(scores, scratch->packed, gradient_.queries(head));
    const kernels::Matrix keys = gradient_.keys(head);
    std::fill_n(keys.data, columns_ * options_.width, 0.0F);
    kernels::gemm_transposed_accumulate(scores, parameters_.queries(head), keys, scratch->transposed);

    float* values = gradient_.values().row(head);
    std::fill_n(values, kCell, 0.0F);
    for (std::size_t site = 0; site < columns_; ++site)
      kernels::axpy(1, value_gradients_.data() + (site * options_.heads + head) * kCell, values, kCell);
  }

  void update(int number) {
    constexpr int kWarmUp = 10;
    const double warm = std::min(1.0, (number + 1.0) / kWarmUp);
    const double cosine = (1 + std::cos(std::numbers::pi * number / options_.steps)) / 2;
    kernels::AdamWStep step;
    step.learning_rate = static_cast<float>(options_.learning_rate * warm * cosine);
    step.beta2 = static_cast<float>(options_.second_moment_decay);
    step.eps = 1e-10F;
    step.correction1 = static_cast<float>(1 - std::pow(double{step.beta1}, number + 1));
    step.correction2 = static_cast<float>(1 - std::pow(double{step.beta2}, number + 1));
    kernels::adamw_update(step, gradient_.all().data(), parameters_.all().data(), moment1_.data(),
                          moment2_.data(), moment1_.size());
  }

  const FactoredAttentionOptions& options_;
  std::size_t columns_;
  AttentionParameters parameters_, gradient_;
  std::vector<float> moment1_, moment2_;
  HeadMatrices attention_, attention_gradient_;
  std::vector<float> value_gradients_;  // (columns, heads, 400), added up in the order of columns
  kernels::PackedMatrix packed_values_, packed_values_transposed_;
  double penalty_, bias_penalty_;
  parallel::WorkspacePool<Scratch> scratch_;
};

}  // namespace

std::uint64_t factored_attention_bytes(std::size_t columns, std::size_t rows,
                                       const FactoredAttentionOptions& options) {
  const std::uint64_t heads = options.heads;
  const std::uint64_t matrices = 2 * heads * columns * columns;
  const std::uint64_t values = heads * kCell * columns;
  const std::uint64_t parameters = 4 * (2 * heads * columns * options.width + heads * kCell);
  return sizeof(float) * (matrices + values + parameters) + std::uint64_t{rows} * columns * 9 +
         std::uint64_t{columns} * columns * 16;
}

PairScores factored_attention_norms(const Alignment& alignment, std::span<const float> weights,
                                    const FactoredAttentionOptions& options,
                                    const TrainingProgress& progress) {
  std::vector<std::size_t> every_row(alignment.rows);
  std::iota(every_row.begin(), every_row.end(), std::size_t{0});
  const Observations all(alignment, weights, every_row);
  RowBatches batches(alignment.rows, options.batch_rows, options.seed);
  Training training(all, options);
  for (int number = 0; number < options.steps; ++number) {
    if (batches.takes_all())
      training.step(all, number);
    else
      training.step(Observations(alignment, weights, batches.next()), number);
    if (progress) progress(1);
  }
  return training.norms();
}

}  // namespace seqlens::protein
