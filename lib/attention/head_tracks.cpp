#include "seqlens/attention/head_tracks.h"

#include <algorithm>

#include "seqlens/attention/track_sink.h"

namespace seqlens::attention {
namespace {

HeadTracks collected(const TrackSink& sink, std::size_t tracks, std::size_t positions) {
  HeadTracks result{tracks, positions, {}};
  for (std::size_t i = 0; i < tracks; ++i) {
    const auto track = sink.track(i);
    result.values.insert(result.values.end(), track.begin(), track.end());
  }
  return result;
}

}  // namespace

HeadTracks head_tracks(const model::Encoder& encoder, const ReductionPlan& plan, model::TokenIds tokens,
                       std::span<const std::size_t> queries) {
  const auto sink = make_track_sink(plan);
  const auto positions =
      static_cast<std::size_t>(encoder.config().encoder_positions(static_cast<int>(tokens.size())));
  sink->begin(positions, queries);
  model::Wanted wanted;
  wanted.classify_logits = plan.reduction == Reduction::pooling;
  wanted.heads = sink.get();
  static_cast<void>(encoder.run({&tokens, 1}, wanted));
  return collected(*sink, plan.tracks(), positions);
}

HeadTracks head_tracks(const model::Encoder& encoder, const ReductionPlan& plan,
                       kernels::ConstMatrix features, float& logit) {
  const auto sink = make_track_sink(plan);
  sink->begin(features.rows, {});
  encoder.classify_features(features, {&logit, 1}, sink.get());
  return collected(*sink, plan.tracks(), features.rows);
}

}  // namespace seqlens::attention
