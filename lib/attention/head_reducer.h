#pragma once

#include <vector>

#include "seqlens/attention/track_sink.h"

namespace seqlens::attention {

/// All reductions but rollout: a track for each head of the plan, or the one of pooling.
class HeadReducer final : public TrackSink {
 public:
  explicit HeadReducer(const ReductionPlan& plan);

  void begin(std::size_t positions, std::span<const std::size_t> queries) override;
  [[nodiscard]] std::span<const float> track(std::size_t index) const override;

  [[nodiscard]] bool wants(int layer, int head) const override;
  void on_values(std::size_t sequence, int layer, int head, kernels::ConstMatrix values) override;
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override;
  void on_pooling(std::size_t sequence, std::span<const float> shares) override;

 private:
  struct Head {
    std::vector<float> track;
    std::vector<float> norms;
    std::vector<float> scratch;
  };

  [[nodiscard]] int slot_of(int layer, int head) const;
  void add_rows(std::size_t first, kernels::ConstMatrix rows, Head& head) const;

  const ReductionPlan& plan_;
  std::vector<int> slots_;  // by layer * H + head: the track, or -1
  std::vector<Head> heads_;
  std::vector<float> weights_;  // of the queries
};

}  // namespace seqlens::attention
