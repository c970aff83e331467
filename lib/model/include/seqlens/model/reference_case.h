#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/model/encoder.h"

namespace seqlens::model {

/// How far apart two sets of numbers are.
struct OutputDifference {
  double largest = 0;      ///< absolute; infinity where one of two numbers is NaN
  std::size_t values = 0;  ///< how many were compared

  void add(float got, float expected);
  void add(const OutputDifference& other);
  /// False for NaN, and when nothing was compared.
  [[nodiscard]] bool is_within(double tolerance) const { return values > 0 && largest <= tolerance; }
};

/// One case of a file of reference outputs: what the original code of a published model made of a batch.
///
/// Tensors of the file, by name: `<case>.input_ids` and `<case>.attention_mask` (B, T), whole numbers, the
/// mask 1 for tokens and 0 for the padding behind them; and any of
///   `<case>.logits` (B, T, V) of masked tokens, or (B, labels)
///   `<case>.pooler_output` (B, D)
///   `<case>.last_hidden_state` (B, T, D)   `<case>.hidden_states.<l>` (B, T, D), the input of layer l
///   `<case>.attentions` (B, layers, heads, T, T)   `<case>.contacts` (B, T - 2, T - 2).
/// Outputs with a row a token may stop after the first rows. A prefix ("f16.") before an output's name says
/// that it is of weights rounded to that type.
class ReferenceCase {
 public:
  /// @throws InputError at `place` when ids or mask are missing, or no batch of sequences.
  ReferenceCase(const checkpoint::SafetensorsView& file, const std::string& place, std::string name,
                std::string prefix = "");
  ReferenceCase(ReferenceCase&&) noexcept = default;
  ReferenceCase& operator=(ReferenceCase&&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The batch without its padding.
  [[nodiscard]] const std::vector<TokenIds>& sequences() const { return sequences_; }
  /// What the file holds beside ids and mask: "logits", "hidden_states.0".
  [[nodiscard]] std::vector<std::string> outputs() const;
  /// How the file holds an output; null when it does not.
  [[nodiscard]] const checkpoint::Tensor* find(const std::string& output) const;
  [[nodiscard]] bool has(const std::string& output) const { return find(output) != nullptr; }

  /// Compares rows of sequence b with the first as many of the reference, over the columns of `rows`.
  /// @throws InputError when the reference has another shape.
  [[nodiscard]] OutputDifference compare(const std::string& output, std::size_t b,
                                         kernels::ConstMatrix rows) const;
  /// The same for one vector a sequence: (B, labels) or (B, D).
  [[nodiscard]] OutputDifference compare_vector(const std::string& output, std::size_t b,
                                                std::span<const float> values) const;
  /// The same for rows [first, first + rows.rows) of one head.
  [[nodiscard]] OutputDifference compare_attention(const EncoderConfig& config, std::size_t b, int layer,
                                                   int head, std::size_t first,
                                                   kernels::ConstMatrix rows) const;
  /// The same for the square of the residues of sequence b.
  [[nodiscard]] OutputDifference compare_contacts(std::size_t b, kernels::ConstMatrix rows) const;

 private:
  [[nodiscard]] const checkpoint::Tensor& at(const std::string& output,
                                             const std::vector<std::size_t>& shape) const;
  [[noreturn]] void refuse(const checkpoint::Tensor& tensor, const std::string& text) const;
  void read_sequences();

  const checkpoint::SafetensorsView& file_;
  std::string place_;
  std::string name_;
  std::string prefix_;
  std::size_t length_ = 0;  // T, padding included
  std::vector<std::vector<std::int32_t>> tokens_;
  std::vector<TokenIds> sequences_;
};

/// The cases of a file, in the order of their names. With a prefix, only those that have outputs with it.
/// @throws InputError when there is none.
[[nodiscard]] std::vector<ReferenceCase> reference_cases(const checkpoint::SafetensorsView& file,
                                                         const std::string& place,
                                                         const std::string& prefix = "");

}  // namespace seqlens::model
