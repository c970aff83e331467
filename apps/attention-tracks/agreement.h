#pragma once

#include <cstdint>
#include <optional>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"

#include "attention-tracks/options.h"

namespace attention_tracks {

/// How far the model's heads agree with mutagenesis: as measured on the inputs (--agree), else as the model
/// file says; nothing when it says nothing.
/// @throws UsageError for --agree of a model that is no promoter model.
[[nodiscard]] std::optional<seqlens::attention::AgreementTable> find_agreement(
    const Options& options, const seqlens::opened_model::OpenedModel& model, std::int64_t stride_bases,
    seqlens::cli::Streams& streams);

}  // namespace attention_tracks
