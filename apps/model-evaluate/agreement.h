#pragma once

#include <string>
#include <vector>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/report/table.h"

#include "model-evaluate/options.h"

namespace model_evaluate {

/// How far each head's attention goes with the effects of mutations, on a sample of the records of
/// --agreement: in each the window that the model scores highest.
/// @throws Error when fewer than two records have a window, and for a model that is no promoter model.
[[nodiscard]] seqlens::attention::AgreementTable measure_agreement(
    const Options& options, const seqlens::opened_model::OpenedModel& model, seqlens::cli::Streams& streams);

/// One row a track.
[[nodiscard]] seqlens::report::Table agreement_rows(const seqlens::attention::AgreementTable& table);

/// Writes --model with the table in it to --store.
void store_agreement(const seqlens::attention::AgreementTable& table,
                     const seqlens::opened_model::OpenedModel& model, const Options& options);

}  // namespace model_evaluate
