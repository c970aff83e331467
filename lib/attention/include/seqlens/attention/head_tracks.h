#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/attention/reduction.h"
#include "seqlens/model/encoder.h"

namespace seqlens::attention {

/// The tracks of one sequence: (tracks, columns), row-major. With all heads in the plan, track layer * H +
/// head is that head's.
struct HeadTracks {
  std::size_t tracks = 0;
  std::size_t columns = 0;  ///< T, or bases
  std::vector<float> values;

  [[nodiscard]] std::span<const float> track(std::size_t index) const {
    return std::span(values).subspan(index * columns, columns);
  }
};

/// Runs one sequence and reduces its heads: [track][position]. One window of a promoter model is its 300 base
/// tokens. Never holds a T x T matrix (but for rollout).
/// @param queries  positions for Reduction::from.
/// @throws Error as Encoder::run does.
[[nodiscard]] HeadTracks head_tracks(const model::Encoder& encoder, const ReductionPlan& plan,
                                     model::TokenIds tokens, std::span<const std::size_t> queries = {});

/// The same for stem features (T, D) of a window, in one thread; also gives the window's logit.
[[nodiscard]] HeadTracks head_tracks(const model::Encoder& encoder, const ReductionPlan& plan,
                                     kernels::ConstMatrix features, float& logit);

}  // namespace seqlens::attention
