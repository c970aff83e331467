#include "seqlens/default_model/find_model.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/sha256.h"

#include "built_in_model.h"

namespace seqlens::default_model {
namespace {

ModelLocation to_location(const BuiltInModel& model) {
  return {std::string(model.name), {}, model.bytes, std::string(model.sha256)};
}

ModelLocation default_location() {
  if (built_in_models().empty()) {
    throw UsageError("this build has no model inside; give one with --model FILE or SEQLENS_MODEL");
  }
  return to_location(built_in_models().front());
}

std::string names_text() {
  const auto names = built_in_names();
  if (names.empty()) return "this build has no model inside";
  return fmt::format("models inside this program: {}", fmt::join(names, ", "));
}

/// What a folder stands for: its weights in one file, else the index of its shards.
std::filesystem::path weights_of(const std::filesystem::path& folder) {
  for (const char* name : {"model.safetensors", "model.safetensors.index.json"})
    if (std::filesystem::exists(folder / name)) return folder / name;
  const checkpoint::CheckpointFiles refused(folder);  // says what there is instead: pickled weights, nothing
  return folder;
}

ModelLocation locate(const std::string& wanted, std::string_view asked_by) {
  for (const BuiltInModel& model : built_in_models()) {
    if (model.name == wanted) return to_location(model);
  }
  std::error_code ignored;
  std::filesystem::path file = wanted;
  if (std::filesystem::is_directory(file, ignored)) file = weights_of(file);
  if (!std::filesystem::exists(file, ignored)) {
    throw UsageError(fmt::format("{} {}: no such file, and no model of that name ({})", asked_by,
                                 file.string(), names_text()));
  }
  return {file.string(), file, {}, {}};
}

}  // namespace

model::StoredModel ModelLocation::open() const {
  return is_built_in() ? model::StoredModel(bytes, name) : model::StoredModel(loaded_from());
}

std::string ModelLocation::digest() const {
  return is_built_in() ? built_in_digest : sha256_of_file(file);
}

std::vector<std::string> built_in_names() {
  std::vector<std::string> names;
  for (const BuiltInModel& model : built_in_models()) names.emplace_back(model.name);
  return names;
}

std::string model_of_environment() {
  const char* value = std::getenv("SEQLENS_MODEL");
  return value ? value : "";
}

std::string asked_model(const std::string& wanted) {
  return wanted.empty() ? model_of_environment() : wanted;
}

ModelLocation find_model(const std::string& wanted, const std::string& environment) {
  if (!wanted.empty()) return locate(wanted, "--model");
  if (!environment.empty()) return locate(environment, "SEQLENS_MODEL");
  return default_location();
}

ModelLocation find_model(const std::string& wanted) {
  return find_model(wanted, model_of_environment());
}

}  // namespace seqlens::default_model
