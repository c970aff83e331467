#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/train/objective.h"

namespace seqlens::train {

enum class Task { classify, stranded, masked_lm };

/// Named figures, in the order in which they are written.
using Metrics = std::vector<std::pair<std::string, double>>;

/// What the judgements of a dev set come to:
///   all: loss, accuracy;
///   binary classify and stranded, when both classes are there: auroc, auprc, mcc (threshold 0), best_mcc;
///   classify with more classes: mcc (Gorodkin 2004);
///   stranded: strand_accuracy (of plus and minus items, by the higher of the two logits), first_stage_auroc.
/// @throws Error when there is no judgement.
[[nodiscard]] Metrics summarise(Task task, std::span<const Judgement> judgements, std::size_t classes,
                                bool first_stage);

/// The names that summarise() gives for a dev set with all classes, in its order.
[[nodiscard]] std::vector<std::string_view> metric_names(Task task, std::size_t classes, bool first_stage);

/// @throws Error listing the names there are.
[[nodiscard]] double metric(const Metrics& metrics, std::string_view name);

/// Whether lower is better (loss) or higher (all others).
[[nodiscard]] bool lower_is_better(std::string_view name);

}  // namespace seqlens::train
