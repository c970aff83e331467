#pragma once

#include <filesystem>

#include "seqlens/checkpoint/checkpoint_files.h"

namespace seqlens::model {

struct OpenModel;  // open_model.h

/// Where the config.json of a published folder, or of a weights file in one, lies.
[[nodiscard]] std::filesystem::path config_beside(const std::filesystem::path& file_or_folder);

/// A published model whose weights are in `files`. The family comes from config.json.
/// @throws InputError
[[nodiscard]] OpenModel open_published(const std::filesystem::path& config_json,
                                       const checkpoint::CheckpointFiles& files);

}  // namespace seqlens::model
