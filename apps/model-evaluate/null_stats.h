#pragma once

#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"

#include "model-evaluate/options.h"

namespace model_evaluate {

/// Writes --store: the model with what its heads attend to in shuffled windows of --genome, for each
/// reduction that has a null.
/// @throws InputError for a model that is no promoter model.
void store_null_stats(const Options& options, const seqlens::opened_model::OpenedModel& model,
                      seqlens::cli::Streams& streams);

}  // namespace model_evaluate
