#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/model/config.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// Where one tensor lies in the flat parameter array. A vector has rows = 1.
///
/// Names (linear weights are (out, in), as published; l and i count from 0):
///   embed.token.weight (V, E)   embed.position.weight (P, D)   embed.type.weight (types, D)
///   embed.feature.weight (E, 2 * features: of the values, then of what is missing)   embed.coordinate.weight
///   (D, waves)   embed.norm.{weight,bias} stem.<i>.weight (C, kernel * C_in)   stem.<i>.bias
///   stem.<i>.norm.{weight,bias} layer.<l>.attention.{query,key,value,output}.{weight,bias}
///   layer.<l>.attention.norm.{weight,bias} layer.<l>.attention.relative.weight (H, relative_weights)
///   layer.<l>.attention.local.weight (local_kernel, D)   layer.<l>.attention.local.bias
///   layer.<l>.feed_forward.in.{weight,bias} (F or 2F for gated, gate first)
///   layer.<l>.feed_forward.out.{weight,bias} layer.<l>.feed_forward.norm.{weight,bias}
///   final_norm.{weight,bias} first_stage.conv.{weight,bias}   first_stage.out.{weight,bias} (1, positions *
///   channels) classify.pool.{weight,bias} (attention pooling, (1, D))   classify.dense.{weight,bias}
///   (also a pooler's) classify.out.{weight,bias} masked_lm.dense.{weight,bias} masked_lm.norm.{weight,bias}
///   masked_lm.decoder.{weight,bias}
///   token_head.weight (bins * outputs, D)   token_head.bias contact.{weight,bias} (1, L*H)   rotary.inv_freq
///   (1, head width / 2; not trained)
struct TensorSpec {
  std::string name;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t offset = 0;  ///< in floats; multiples of 16
  bool trained = true;
  bool decayed = false;  ///< weight decay applies (matrices, not norms, biases or embeddings)

  [[nodiscard]] std::size_t size() const { return rows * cols; }  ///< in floats, without padding
};

/// The tensors that a configuration has, in storage order.
class ParameterLayout {
 public:
  explicit ParameterLayout(const EncoderConfig& config);

  [[nodiscard]] std::span<const TensorSpec> tensors() const { return tensors_; }
  [[nodiscard]] const TensorSpec* find(std::string_view name) const;
  /// @throws Error when the configuration has no such tensor.
  [[nodiscard]] const TensorSpec& at(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return size_; }  ///< floats in the flat array, padding included
  [[nodiscard]] std::size_t parameter_count() const { return count_; }  ///< without padding

 private:
  std::vector<TensorSpec> tensors_;
  std::size_t size_ = 0;
  std::size_t count_ = 0;
};

/// All weights of one model in one flat array; also gradients and optimiser moments, which share the layout.
class Parameters : public WeightSource {
 public:
  explicit Parameters(const EncoderConfig& config) : layout_(config), values_(layout_.size()) {}

  [[nodiscard]] const ParameterLayout& layout() const override { return layout_; }
  [[nodiscard]] std::span<float> values() { return values_.span(); }
  [[nodiscard]] std::span<const float> values() const { return values_.span(); }
  [[nodiscard]] kernels::Matrix matrix(std::string_view name);
  [[nodiscard]] kernels::ConstMatrix matrix(std::string_view name) const;
  [[nodiscard]] float* vector(std::string_view name) { return matrix(name).data; }
  [[nodiscard]] const float* vector(std::string_view name) const { return matrix(name).data; }
  [[nodiscard]] std::string place() const override { return "the model in memory"; }
  void read(const TensorSpec& tensor, std::span<float> out) const override;
  /// Null when the configuration has no such tensor (a bias that is switched off).
  [[nodiscard]] const float* find_vector(std::string_view name) const;

 private:
  ParameterLayout layout_;
  kernels::AlignedBuffer values_;
};

/// Seeded start: linear and convolution weights normal(0, 1/sqrt(fan in)), the last layer of each residual
/// branch divided by sqrt(2 L) (where there are residuals), the local convolution normal(0, 1/sqrt(kernel)),
/// embeddings normal(0, 0.02) or normal(0, 1/sqrt(E)) before a stem, norms 1, heights of splines normal(0,
/// 0.02), slopes of the falling relative forms 1, biases 0, but that of the token head -4: sites are rare.
void initialise(Parameters& parameters, const EncoderConfig& config, std::uint64_t seed);

/// rotary.inv_freq[i] = 10000^(-2i / head width) (Su et al. 2021): what initialise() sets, and what a
/// published checkpoint that leaves them out means.
/// @throws Error when the model has no rotary positions.
void set_inverse_frequencies(Parameters& parameters);
/// The same for one tensor: head width / 2 floats.
void set_inverse_frequencies(std::span<float> frequencies);

}  // namespace seqlens::model
