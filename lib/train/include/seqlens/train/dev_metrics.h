#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/train/objective.h"

namespace seqlens::train {

enum class Task { classify, stranded, masked_lm, positions };

/// Named figures, in the order in which they are written.
using Metrics = std::vector<std::pair<std::string, double>>;

/// What the judgements of a dev set come to:
///   all: loss, accuracy;
///   binary classify and stranded, when both classes are there: auroc, auprc, mcc (threshold 0), best_mcc;
///   classify with more classes: mcc (Gorodkin 2004);
///   stranded: strand_accuracy (of plus and minus items, by the higher of the two logits), first_stage_auroc.
///   positions: loss, average_precision of the cells; with sites of several lists average_precision_<n> of
///   the n-th list's against all cells without a site; place and strand, shares of the sites (Judgement).
/// @throws Error when there is no judgement.
[[nodiscard]] Metrics summarise(Task task, std::span<const Judgement> judgements, std::size_t classes,
                                bool first_stage);

/// The names that summarise() gives for a dev set with all classes, in its order (positions: without those of
/// single lists).
[[nodiscard]] std::vector<std::string_view> metric_names(Task task, std::size_t classes, bool first_stage);

/// @throws Error listing the names there are.
[[nodiscard]] double metric(const Metrics& metrics, std::string_view name);

/// Whether lower is better (loss) or higher (all others).
[[nodiscard]] bool lower_is_better(std::string_view name);

}  // namespace seqlens::train
