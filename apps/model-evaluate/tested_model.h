#pragma once

#include <optional>
#include <span>
#include <string>

#include "seqlens/cli/streams.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/model/stored_model.h"
#include "seqlens/scan/promoter_settings.h"

#include "model-evaluate/labelled_records.h"
#include "model-evaluate/record_scores.h"

namespace model_evaluate {

/// The model of --model.
struct TestedModel {
  seqlens::default_model::ModelLocation location;
  std::string digest;  ///< SHA-256 of the file
  seqlens::model::StoredModel stored;
  std::optional<seqlens::scan::PromoterSettings> settings;  // promoter models have them
};

/// @throws UsageError if there is no such model; InputError if the file is broken or classifies nothing.
[[nodiscard]] TestedModel load_tested_model(const std::string& wanted);

/// Scores every record on the wanted strand ('+' or 'both').
///
/// A promoter model gives the logit of the record's best window, as promoter-scan --per-record does; on
/// both strands a window's logit is log(e^a + e^b). Any other classifier (a published checkpoint, or one of
/// model-train) reads the whole record and gives the logit of its positive class against the other
/// (scan::find_promoter_class: the label that says promoter, else class 1; one logit is its own); on both
/// strands their mean.
/// @throws InputError for a record that the model cannot take.
[[nodiscard]] RecordScores score_records(const TestedModel& model, std::span<const LabelledRecord> records,
                                         const Options& options, seqlens::cli::Streams& streams);

}  // namespace model_evaluate
