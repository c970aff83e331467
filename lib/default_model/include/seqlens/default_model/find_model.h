#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "seqlens/model/stored_model.h"

namespace seqlens::default_model {

/// Where a model is: a file, or bytes inside the program.
struct ModelLocation {
  std::string name;                  ///< for messages and output headers: a built-in name, or the file's path
  std::filesystem::path file;        ///< empty for a built-in model
  std::span<const std::byte> bytes;  ///< of a built-in model; live as long as the program
  std::string built_in_digest;       ///< empty for a file

  [[nodiscard]] bool is_built_in() const { return file.empty(); }
  /// What a model is loaded from: the file, or the folder when `file` is an index of its shards.
  [[nodiscard]] std::filesystem::path loaded_from() const {
    return file.extension() == ".json" ? file.parent_path() : file;
  }
  /// Reads headers, no weights. @throws InputError as StoredModel does.
  [[nodiscard]] model::StoredModel open() const;
  /// SHA-256 of the file (what sha256sum prints), built in or not. Reads a file to its end, which takes
  /// longer than packing it: ask once, when the model is known to be one and to fit into memory.
  /// @throws Error when it cannot be read.
  [[nodiscard]] std::string digest() const;
};

/// Names of the models inside this program; the first one is the default. Empty in a build without a model.
[[nodiscard]] std::vector<std::string> built_in_names();

/// Value of SEQLENS_MODEL; empty: not set.
[[nodiscard]] std::string model_of_environment();

/// What find_model(wanted) goes by: `wanted`, or SEQLENS_MODEL when that is empty. For whoever asks which
/// files a run reads.
[[nodiscard]] std::string asked_model(const std::string& wanted);

/// Finds the model that a user means.
///
/// @param wanted       what was given as --model; empty: nothing.
/// @param environment  what SEQLENS_MODEL holds. Counts when `wanted` is empty.
///
/// Empty for both means the default model. A built-in name wins over a file of the same name (write ./NAME
/// for the file). A folder stands for its model.safetensors, or, without one, for its
/// model.safetensors.index.json.
/// @throws UsageError when there is no such file, folder or name (it lists the names), with the words of the
/// option or variable that asked for it; or when nothing was asked for and the program has no model inside.
/// InputError when a folder holds no weights that are read, saying what it holds.
[[nodiscard]] ModelLocation find_model(const std::string& wanted, const std::string& environment);

/// The same with model_of_environment().
[[nodiscard]] ModelLocation find_model(const std::string& wanted);

}  // namespace seqlens::default_model
