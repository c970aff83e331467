#include "attention-tracks/head_look.h"

namespace attention_tracks {

using namespace seqlens;

std::vector<HeadLook> head_looks(const attention::ReductionPlan& plan) {
  std::vector<HeadLook> looks;
  for (std::size_t i = 0; i < plan.tracks(); ++i) {
    const auto head = plan.one_track() ? 0 : static_cast<std::size_t>(plan.heads[i].head);
    looks.push_back({plan.track_name(i), tracks::head_colour(head)});
  }
  return looks;
}

RunThreshold run_threshold(const Options& options) {
  if (options.quantile) return {0.5, 1};
  return {options.min_z.value_or(3), 10};
}

}  // namespace attention_tracks
