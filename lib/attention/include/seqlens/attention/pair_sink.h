#pragma once

#include <memory>
#include <vector>

#include "seqlens/attention/track_sink.h"
#include "seqlens/tracks/top_pairs.h"

namespace seqlens::attention {

/// Keeps the k strongest entries of each head's matrix beside its track.
class PairSink final : public TrackSink {
 public:
  PairSink(const ReductionPlan& plan, std::size_t k);

  void begin(std::size_t positions, std::span<const std::size_t> queries) override;
  [[nodiscard]] std::span<const float> track(std::size_t index) const override {
    return tracks_->track(index);
  }
  /// Strongest first; empties them.
  [[nodiscard]] std::vector<tracks::TokenPair> take_pairs(std::size_t track) const {
    return pairs_[track].take();
  }

  [[nodiscard]] bool wants(int layer, int head) const override { return tracks_->wants(layer, head); }
  void on_values(std::size_t sequence, int layer, int head, kernels::ConstMatrix values) override {
    tracks_->on_values(sequence, layer, head, values);
  }
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override;

 private:
  const ReductionPlan& plan_;
  std::unique_ptr<TrackSink> tracks_;
  std::size_t k_;
  mutable std::vector<tracks::TopPairs> pairs_;  // by track
  std::vector<std::size_t> slots_;               // by layer * H + head
};

}  // namespace seqlens::attention
