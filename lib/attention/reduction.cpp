#include "seqlens/attention/reduction.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::attention {
namespace {

void check(const model::EncoderConfig& config, Reduction reduction, bool rollout) {
  const bool has_rollout =
      reduction == Reduction::received || reduction == Reduction::cls || reduction == Reduction::from;
  if (rollout && !has_rollout)
    throw UsageError(
        fmt::format("--rollout: goes with received, cls and from, not with '{}'", to_string(reduction)));
  const bool pools = config.classify && config.classify->pooling == model::Pooling::attention;
  if (reduction == Reduction::pooling && !pools)
    throw UsageError("the model has no attention pooling, whose shares could be shown");
}

}  // namespace

std::string_view to_string(Reduction reduction) {
  switch (reduction) {
    case Reduction::received:
      return "received";
    case Reduction::norm:
      return "norm";
    case Reduction::cls:
      return "cls";
    case Reduction::pooling:
      return "pooling";
    case Reduction::entropy:
      return "entropy";
    case Reduction::from:
      return "from";
  }
  return "";
}

bool is_share(Reduction reduction) {
  return reduction != Reduction::entropy;
}

std::string ReductionPlan::track_name(std::size_t track) const {
  if (rollout) return "rollout";
  if (reduction == Reduction::pooling) return "pooling";
  return to_string(heads[track]);
}

std::string ReductionPlan::name() const {
  return fmt::format("{}{}", rollout ? "rollout-" : "", to_string(reduction));
}

ReductionPlan make_plan(const model::ModelView& model, Reduction reduction, bool rollout,
                        std::vector<HeadId> heads) {
  check(model.config, reduction, rollout);
  ReductionPlan plan{.reduction = reduction,
                     .rollout = rollout,
                     .heads = std::move(heads),
                     .layers = model.config.layers,
                     .heads_per_layer = model.config.heads,
                     .norms = nullptr};
  if (plan.heads.empty()) plan.heads = all_heads(plan.layers, plan.heads_per_layer);
  if (reduction == Reduction::norm)
    plan.norms = std::make_shared<const ValueNorms>(model.config, model.weights);
  return plan;
}

}  // namespace seqlens::attention
