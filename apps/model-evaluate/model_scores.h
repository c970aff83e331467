#pragma once

#include <span>

#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"

#include "model-evaluate/record_scores.h"
#include "model-evaluate/tested_records.h"

namespace model_evaluate {

/// @throws InputError for a model of no, or more than two, classes: it cannot tell labelled records apart.
void require_two_classes(const seqlens::opened_model::OpenedModel& model);

/// Scores every record on the wanted strand ('+' or 'both').
///
/// A promoter model gives the logit of the record's best window, as promoter-scan --per-record does; on
/// both strands a window's logit is log(e^a + e^b). Any other classifier (a published checkpoint, or one of
/// model-train) reads the whole record and gives the logit of its positive class against the other
/// (scan::find_promoter_class, in the end class 1; one logit is its own); on both
/// strands their mean.
/// @throws InputError for a record that the model cannot take.
[[nodiscard]] RecordScores score_records(const seqlens::opened_model::OpenedModel& model,
                                         std::span<const TestedRecord> records, const Options& options,
                                         seqlens::cli::Streams& streams);

}  // namespace model_evaluate
