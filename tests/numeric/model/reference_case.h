#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/model_file.h"

namespace seqlens::test {

/// One case of a published model's reference outputs: its sequences without padding, and how far results are
/// from it.
class ReferenceCase {
 public:
  /// @param outputs  prefix of the outputs' names, "f16." for weights rounded to half precision
  ReferenceCase(const checkpoint::SafetensorsView& file, std::string name, std::string outputs = "");

  [[nodiscard]] const std::vector<model::TokenIds>& sequences() const { return sequences_; }
  [[nodiscard]] bool has(const std::string& what) const;

  /// Largest difference of sequence b's rows to the reference's, over as many rows as both have. Infinity for
  /// NaN.
  [[nodiscard]] double difference(const std::string& what, std::size_t b, const std::vector<float>& got,
                                  std::size_t rows) const;
  /// The same for one head of the first sequence.
  [[nodiscard]] double attention_difference(int layer, int head, const std::vector<float>& got) const;

 private:
  const checkpoint::SafetensorsView& file_;
  std::string name_;
  std::string outputs_;
  std::size_t length_ = 0;
  std::vector<std::vector<std::int32_t>> tokens_;
  std::vector<model::TokenIds> sequences_;
};

/// Largest difference of every output that the case holds, attentions excepted.
double outputs_difference(const model::ModelFile& model, const ReferenceCase& reference);

/// Largest difference over all layers and heads of the first sequence.
double attentions_difference(const model::ModelFile& model, const ReferenceCase& reference);

}  // namespace seqlens::test
