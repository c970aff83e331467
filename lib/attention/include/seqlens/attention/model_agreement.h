#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/model_view.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/stretch_scores.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::attention {

/// The reductions whose agreement is measured: received, norm, rollout of received, and what the model's own
/// pooling reads. Every head of the model has its track in each that goes by heads.
[[nodiscard]] std::vector<ReductionPlan> agreement_plans(const model::ModelView& model);

/// Of each record the window of highest logit (ties: the leftmost, then '+') with the flanks that it was
/// scored with, in the orientation in which it is read. Records shorter than a window, or of N alone, have
/// none.
/// @param windows  the grid, the strands, and whether a window stands alone or has the bases of its record
/// for
///                 flanks (N beyond the ends); the encoder sees every window.
[[nodiscard]] std::vector<std::string> best_windows(const scan::WindowScorer& scorer,
                                                    const scan::WindowOptions& windows,
                                                    std::span<const std::string> records);

/// Measures how far the tracks of each plan agree with the effects of substitutions in these windows, at the
/// encoder's positions whose bases lie in the window, without its flanks: a position's effect is the mean
/// over the bases that it stands for. Benjamini-Hochberg goes over the tracks of one plan.
///
/// @param encoder    of a promoter model, with its settings.
/// @param windows    of settings.seen_bases() letters, in the orientation in which the promoter is read.
/// @param source     what the windows are, for the table.
/// @param on_window  after each window, for progress; from several threads at once.
/// @throws Error as measure_agreement, and for a window of another length.
///
/// Costs 3 encoder runs a base of each window, on the threads of the budget. The same numbers for any number
/// of threads.
[[nodiscard]] AgreementTable model_agreement(const model::Encoder& encoder,
                                             const scan::PromoterSettings& settings,
                                             std::span<const ReductionPlan> plans,
                                             std::span<const std::string> windows, const std::string& source,
                                             const AgreementOptions& options,
                                             const std::function<void()>& on_window);

}  // namespace seqlens::attention
