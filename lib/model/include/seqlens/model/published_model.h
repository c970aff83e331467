#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "seqlens/model/model_file.h"

namespace seqlens::model {

/// A checkpoint as its authors published it, in our terms.
struct PublishedModel {
  ModelFile model;
  std::string family;  ///< "ESM-2"
  std::vector<std::string>
      ignored;  ///< tensors that compute nothing here (position_ids, unused tables), by their names
};

/// Loads a published model: a folder with config.json and weights (one file, or shards and their index), or
/// one .safetensors file beside a config.json. f32, f16, bf16. The family comes from config.json.
/// @throws InputError naming what config.json asks for that is not supported, or the tensor that is missing,
/// unknown or of another shape.
[[nodiscard]] PublishedModel load_published_model(const std::filesystem::path& file_or_folder);
/// The same with the configuration somewhere else.
[[nodiscard]] PublishedModel load_published_model(const std::filesystem::path& config_json,
                                                  const std::filesystem::path& weights);

/// Any model: our single-file form, or a published one.
[[nodiscard]] ModelFile load_model(const std::filesystem::path& file_or_folder);

}  // namespace seqlens::model
