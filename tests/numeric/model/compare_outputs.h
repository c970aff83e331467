#pragma once

#include <vector>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/model/encoder.h"

#include "reference_encoder.h"

namespace seqlens::test {

/// Keeps every attention matrix: [layer][head] as T * T floats. One sequence.
class KeepHeads : public model::HeadSink {
 public:
  KeepHeads(int layers, int heads, std::size_t positions);
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override;
  [[nodiscard]] const std::vector<float>& head(int layer, int head) const;

 private:
  std::size_t positions_;
  std::size_t heads_;
  std::vector<std::vector<float>> all_;
};

/// Largest |got - expected| / (1 + |expected|); infinity for NaN or when the sizes differ.
double largest_difference(const std::vector<float>& got, const Rows& expected);

/// Runs the encoder on one sequence, everything wanted, and gives the largest difference to the reference.
double encoder_difference(const model::EncoderConfig& config, const model::Parameters& parameters,
                          const std::vector<std::int32_t>& tokens, Mistake mistake = Mistake::none,
                          const Numbers& numbers = {});

}  // namespace seqlens::test
