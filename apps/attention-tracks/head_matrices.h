#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "seqlens/attention/reduction.h"
#include "seqlens/model/head_sink.h"

namespace attention_tracks {

/// Keeps the whole matrices of the plan's heads while the encoder runs one sequence.
class HeadMatrices final : public seqlens::model::HeadSink {
 public:
  /// @param plan  by heads; must outlive this.
  explicit HeadMatrices(const seqlens::attention::ReductionPlan& plan) : plan_(plan) {}

  /// Before a sequence of so many positions.
  void begin(std::size_t positions);
  /// (heads, T, T) row-major, query by key.
  [[nodiscard]] std::vector<float> take() { return std::move(values_); }

  [[nodiscard]] bool wants(int layer, int head) const override;
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               seqlens::kernels::ConstMatrix rows) override;

 private:
  const seqlens::attention::ReductionPlan& plan_;
  std::size_t size_ = 0;
  std::vector<float> values_;
};

}  // namespace attention_tracks
