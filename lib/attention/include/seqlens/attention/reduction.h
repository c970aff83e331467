#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/attention/head_selection.h"
#include "seqlens/attention/value_norms.h"
#include "seqlens/model/model_view.h"

namespace seqlens::attention {

/// How the (T, T) attention A of a head, query by key, becomes one number a position.
enum class Reduction {
  received,  ///< mean over queries i of A[i][j]: how much j is read. Sums to 1.
  norm,      ///< received times the norm of what j's value becomes in the residual stream (ValueNorms)
  cls,       ///< A[0][j]: what the first position, which pooling takes, reads. Sums to 1.
  pooling,   ///< the share that attention pooling takes of j; one track, of no head. Sums to 1.
  entropy,   ///< of A[j][.], in nats, at the query's position: 0 reads one position, ln T all alike
  from,      ///< mean over some queries i (those of a place) of A[i][j], as in 4C. Sums to 1.
};

[[nodiscard]] std::string_view to_string(Reduction reduction);

/// True where a position's number is a share that its bases divide among them; otherwise it holds for each
/// of its bases.
[[nodiscard]] bool is_share(Reduction reduction);

/// What tracks are made of a model. Immutable and shared by threads.
struct ReductionPlan {
  Reduction reduction = Reduction::norm;
  /// Over layers (Abnar & Zuidema 2020): A of the reduction is the product of 0.5 (mean over heads) + 0.5 I
  /// of all layers, and there is one track. With received, cls and from.
  bool rollout = false;
  std::vector<HeadId> heads;  ///< one track each, unless there is one track of no head
  int layers = 0;             ///< of the model
  int heads_per_layer = 0;
  std::shared_ptr<const ValueNorms> norms;  ///< for Reduction::norm

  [[nodiscard]] bool one_track() const { return rollout || reduction == Reduction::pooling; }
  [[nodiscard]] std::size_t tracks() const { return one_track() ? 1 : heads.size(); }
  /// "L3H5", "rollout" or "pooling"
  [[nodiscard]] std::string track_name(std::size_t track) const;
  /// "norm", or "rollout-received": what a null of it is stored under.
  [[nodiscard]] std::string name() const;
};

/// @param heads  of the model; empty: all.
/// @throws UsageError for rollout of a reduction that has none, and for pooling shares of a model without.
[[nodiscard]] ReductionPlan make_plan(const model::ModelView& model, Reduction reduction, bool rollout,
                                      std::vector<HeadId> heads = {});

}  // namespace seqlens::attention
