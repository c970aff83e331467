#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/model_view.h"
#include "seqlens/model/parameters.h"

namespace seqlens::model {

/// Keys of our own files' metadata that this module reads and writes; every other key passes through
/// untouched.
inline constexpr const char* kFormatKey = "seqlens.format";  ///< "1"
inline constexpr const char* kConfigKey = "seqlens.config";  ///< EncoderConfig as JSON

/// Tensors that a file may hold beside the configuration's: what each head's attention looks like in shuffled
/// sequence (lib/attention). Statistics, not weights; no other extra tensor is let through.
inline constexpr std::string_view kNullTablePrefix = "attention_null.";
inline constexpr std::array<std::string_view, 7> kNullTables{
    "received", "norm", "cls", "pooling", "entropy", "rollout-received", "rollout-cls"};

/// Numbers stored with a model, of any shape.
struct StoredTable {
  std::vector<std::size_t> shape;
  std::vector<float> values;
};
using StoredTables = std::map<std::string, StoredTable>;  ///< by tensor name

/// A model in memory: what it computes, its weights, and the free texts stored with it (tokenizer, scan
/// settings, provenance), by key.
struct ModelFile {
  EncoderConfig config;
  Parameters parameters;
  std::map<std::string, std::string> metadata;
  StoredTables tables = {};

  // NOLINTNEXTLINE(google-explicit-constructor): as a string turns into a string_view
  operator ModelView() const { return {config, metadata, parameters}; }
};

/// Loads our single-file form. The tensors must be exactly those of the stored configuration, and tables.
/// @throws InputError with the file and the key or tensor that is missing, unknown or of another shape,
/// before any memory for weights is taken; or with the tensor that holds NaN or infinity.
[[nodiscard]] ModelFile load_model_file(const std::filesystem::path& path);

/// Writes the single-file form; it appears when complete. The bytes depend on the arguments alone.
void save_model_file(const std::filesystem::path& path, const EncoderConfig& config,
                     const Parameters& parameters, const std::map<std::string, std::string>& metadata,
                     const StoredTables& tables = {});

}  // namespace seqlens::model
