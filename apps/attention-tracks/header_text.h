#pragma once

#include <string>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/attention/window_runner.h"

#include "attention-tracks/null_source.h"
#include "attention-tracks/request.h"

namespace attention_tracks {

/// Lines that start with '#': how the data came about, and nothing that differs between equal runs.
/// @param null       null: outputs without a threshold.
/// @param agreement  of the heads with mutagenesis; null: not measured.
[[nodiscard]] std::string header_text(const Options& options, const seqlens::opened_model::OpenedModel& model,
                                      const Request& request, const seqlens::attention::WindowRunner& runner,
                                      const NullSource* null,
                                      const seqlens::attention::AgreementTable* agreement);

}  // namespace attention_tracks
