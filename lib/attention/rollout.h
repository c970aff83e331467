#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "seqlens/attention/track_sink.h"

namespace seqlens::attention {

/// Attention rollout (Abnar & Zuidema 2020): R = M_L ... M_1 with M_l = 0.5 (mean over the layer's heads) +
/// 0.5 I, rows made to sum to 1; the track is the mean of R's rows over the plan's queries.
///
/// Heads of a layer may come in any order from any thread: they are added as whole numbers of 2^-40, so the
/// sums have the same bits. O(L T^3).
class Rollout final : public TrackSink {
 public:
  explicit Rollout(const ReductionPlan& plan) : plan_(plan) {}

  void begin(std::size_t positions, std::span<const std::size_t> queries) override;
  [[nodiscard]] std::span<const float> track(std::size_t index) const override;
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override;

 private:
  void add(std::size_t first, kernels::ConstMatrix rows);
  void finish_layer();
  void finish();

  const ReductionPlan& plan_;
  std::size_t size_ = 0;  // T
  std::vector<float> weights_;
  std::mutex mutex_;
  std::vector<std::int64_t> sums_;  // (T, T) of the layer under way
  std::size_t rows_ = 0;            // added to them
  std::vector<double> product_;     // (T, T) of the layers so far
  int layers_ = 0;
  std::vector<float> track_;
};

}  // namespace seqlens::attention
