#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seqlens::model {

struct TensorSpec;
class ParameterLayout;

/// The weights of a model, handed out a tensor at a time, so that whoever needs them in another form (an
/// Encoder) holds no second copy: in memory (Parameters), or in mapped files (StoredModel).
class WeightSource {
 public:
  virtual ~WeightSource() = default;

  /// What error messages call the weights: their file, where they have one.
  [[nodiscard]] virtual std::string place() const = 0;
  [[nodiscard]] virtual const ParameterLayout& layout() const = 0;
  /// Copies a tensor out, as floats, row-major.
  /// @param tensor  one of the layout's.
  /// @param out     rows * cols floats, overwritten.
  /// @throws InputError naming a tensor of a file that holds NaN or infinity.
  virtual void read(const TensorSpec& tensor, std::span<float> out) const = 0;

 protected:
  WeightSource() = default;
  WeightSource(const WeightSource&) = default;
  WeightSource(WeightSource&&) = default;
  WeightSource& operator=(const WeightSource&) = default;
  WeightSource& operator=(WeightSource&&) = default;
};

/// One tensor's values, row-major. @throws Error when the model has no such tensor.
[[nodiscard]] std::vector<float> values_of(const WeightSource& weights, std::string_view name);

}  // namespace seqlens::model
