#include "seqlens/checkpoint/checkpoint_files.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_limits.h"

#include "foreign_model.h"

namespace seqlens::checkpoint {

namespace {

using WeightMap = std::map<std::string, std::string>;  // tensor -> file name

// The index comes with the model and is no more to be trusted than it: a shard lies in the same folder.
void require_plain_name(const std::string& file, const std::string& place) {
  if (file.find_first_of("/\\") != std::string::npos || file.starts_with('.') ||
      !file.ends_with(".safetensors"))
    throw InputError(
        place, fmt::format("shard '{}' is not the plain name of a .safetensors file in this folder", file));
}

WeightMap read_index(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (const std::string fault = json_fault(text.view()); !fault.empty())
    throw InputError(path.string(), fault);
  const auto json = nlohmann::json::parse(text.view(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) throw InputError(path.string(), "not a JSON object");
  const auto found = json.find("weight_map");
  if (found == json.end() || !found->is_object() || found->empty())
    throw InputError(path.string(), "has no 'weight_map' from tensors to files");
  WeightMap map;
  for (const auto& [tensor, file] : found->items()) {
    if (!file.is_string()) throw InputError(path.string(), fmt::format("tensor '{}' is in no file", tensor));
    require_plain_name(file.get<std::string>(), path.string());
    map.emplace(tensor, file.get<std::string>());
  }
  return map;
}

}  // namespace

CheckpointFiles::CheckpointFiles(const std::filesystem::path& file_or_folder)
    : place_(file_or_folder.string()) {
  if (std::filesystem::is_directory(file_or_folder))
    open_folder(file_or_folder);
  else
    add(file_or_folder);
}

const Tensor* CheckpointFiles::find(std::string_view name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : found->second;
}

std::vector<const SafetensorsFile*> CheckpointFiles::mapped() const {
  std::vector<const SafetensorsFile*> files;
  for (const SafetensorsFile& file : files_) files.push_back(&file);
  return files;
}

void CheckpointFiles::open_folder(const std::filesystem::path& folder) {
  const auto single = folder / "model.safetensors";
  const auto index = folder / "model.safetensors.index.json";
  if (std::filesystem::exists(single)) {
    place_ = single.string();
    return add(single);
  }
  if (std::filesystem::exists(index)) {
    place_ = index.string();
    return open_shards(folder, index);
  }
  throw InputError(folder.string(), foreign_folder(folder));
}

void CheckpointFiles::open_shards(const std::filesystem::path& folder, const std::filesystem::path& index) {
  const WeightMap map = read_index(index);
  std::set<std::string> names;
  for (const auto& [tensor, file] : map) names.insert(file);
  for (const std::string& file : names) {
    add(folder / file);
    for (const Tensor& tensor : files_.back().view().tensors()) {
      const auto listed = map.find(tensor.name);
      if (listed == map.end() || listed->second != file)
        throw InputError(place_,
                         fmt::format("tensor '{}' of shard '{}' is not listed for it", tensor.name, file));
    }
  }
  for (const auto& [tensor, file] : map)
    if (!tensors_.contains(tensor))
      throw InputError(place_, fmt::format("tensor '{}' is not in its shard '{}'", tensor, file));
}

void CheckpointFiles::add(const std::filesystem::path& file) {
  const SafetensorsView& view = files_.emplace_back(file).view();
  paths_.push_back(file);
  const auto is_of_adapter = [](const Tensor& tensor) {
    return tensor.name.find(".lora_A.") != std::string::npos;
  };
  if (std::ranges::any_of(view.tensors(), is_of_adapter)) throw InputError(file.string(), adapter_text());
  for (const Tensor& tensor : view.tensors())
    if (!tensors_.emplace(tensor.name, &tensor).second)
      throw InputError(file.string(), fmt::format("tensor '{}' is in another shard too", tensor.name));
}

}  // namespace seqlens::checkpoint
