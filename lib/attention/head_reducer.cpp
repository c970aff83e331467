#include "head_reducer.h"

#include <algorithm>
#include <cmath>

#include "seqlens/kernels/vector_ops.h"

#include "query_weights.h"
#include "rollout.h"

namespace seqlens::attention {
namespace {

/// -sum a ln a of one row, in nats; 0 ln 0 is 0.
float row_entropy(const float* row, std::size_t size) {
  double sum = 0;
  for (std::size_t j = 0; j < size; ++j)
    if (row[j] > 0) sum -= static_cast<double>(row[j]) * std::log(static_cast<double>(row[j]));
  return static_cast<float>(sum);
}

}  // namespace

HeadReducer::HeadReducer(const ReductionPlan& plan)
    : plan_(plan),
      slots_(static_cast<std::size_t>(plan.layers * plan.heads_per_layer), -1),
      heads_(plan.tracks()) {
  if (plan.one_track()) return;
  for (std::size_t i = 0; i < plan.heads.size(); ++i)
    slots_[static_cast<std::size_t>(plan.heads[i].layer * plan.heads_per_layer + plan.heads[i].head)] =
        static_cast<int>(i);
}

int HeadReducer::slot_of(int layer, int head) const {
  return slots_[static_cast<std::size_t>(layer * plan_.heads_per_layer + head)];
}

void HeadReducer::begin(std::size_t positions, std::span<const std::size_t> queries) {
  if (weights_.size() != positions || plan_.reduction == Reduction::from)
    weights_ = query_weights(plan_.reduction, positions, queries);
  for (Head& head : heads_) head.track.assign(positions, 0.0F);
}

std::span<const float> HeadReducer::track(std::size_t index) const {
  return heads_[index].track;
}

bool HeadReducer::wants(int layer, int head) const {
  return slot_of(layer, head) >= 0;
}

void HeadReducer::on_values(std::size_t, int layer, int head, kernels::ConstMatrix values) {
  if (plan_.reduction != Reduction::norm) return;
  Head& slot = heads_[static_cast<std::size_t>(slot_of(layer, head))];
  slot.norms.resize(values.rows);
  plan_.norms->compute({layer, head}, values, slot.norms, slot.scratch);
}

void HeadReducer::on_rows(std::size_t, int layer, int head, std::size_t first, kernels::ConstMatrix rows) {
  Head& slot = heads_[static_cast<std::size_t>(slot_of(layer, head))];
  if (plan_.reduction == Reduction::entropy) {
    for (std::size_t r = 0; r < rows.rows; ++r) slot.track[first + r] = row_entropy(rows.row(r), rows.cols);
    return;
  }
  add_rows(first, rows, slot);
  const bool complete = first + rows.rows == slot.track.size();
  if (!complete || plan_.reduction != Reduction::norm) return;
  for (std::size_t j = 0; j < slot.track.size(); ++j) slot.track[j] *= slot.norms[j];
}

void HeadReducer::add_rows(std::size_t first, kernels::ConstMatrix rows, Head& head) const {
  for (std::size_t r = 0; r < rows.rows; ++r) {
    const float weight = weights_[first + r];
    if (weight != 0) kernels::axpy(weight, rows.row(r), head.track.data(), rows.cols);
  }
}

void HeadReducer::on_pooling(std::size_t, std::span<const float> shares) {
  if (plan_.reduction == Reduction::pooling)
    std::copy(shares.begin(), shares.end(), heads_.front().track.begin());
}

std::unique_ptr<TrackSink> make_track_sink(const ReductionPlan& plan) {
  if (plan.rollout) return std::make_unique<Rollout>(plan);
  return std::make_unique<HeadReducer>(plan);
}

}  // namespace seqlens::attention
