#pragma once

#include <filesystem>

#include "seqlens/cli/streams.h"

#include "model-info/subject.h"

namespace model_info {

/// Writes the model as one file of our form. A published one gets its tokenizer (a warning where there is
/// none) and a provenance that names family, licence, type and digests of its weights; what our own form
/// stores stays as it is. Weights are written as f32, which holds every published type exactly.
/// The file appears after it was opened once, as programs do that are given it.
/// @throws InputError when it cannot be opened; Error when the model does not fit into memory or the file
/// cannot be written.
void convert(const seqlens::opened_model::OpenedModel& subject, const std::filesystem::path& target,
             seqlens::cli::Streams& streams);

}  // namespace model_info
