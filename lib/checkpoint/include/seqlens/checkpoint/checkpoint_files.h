#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"

namespace seqlens::checkpoint {

/// The tensors of one checkpoint: a .safetensors file, or a folder with model.safetensors, or a folder with
/// the shards that its model.safetensors.index.json lists. Mapped, not read.
class CheckpointFiles {
 public:
  /// @throws InputError for what cannot be opened or is not valid; for an index that names a file outside the
  /// folder, a tensor that its shard lacks, or one that two shards hold; for a folder with pickled weights
  /// only (with the remedy).
  explicit CheckpointFiles(const std::filesystem::path& file_or_folder);

  /// All tensors by name.
  [[nodiscard]] const std::map<std::string, const Tensor*, std::less<>>& tensors() const { return tensors_; }
  [[nodiscard]] const Tensor* find(std::string_view name) const;
  /// The files, in the order of their names.
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return paths_; }
  /// The same, as they are mapped; they live as long as this object.
  [[nodiscard]] std::vector<const SafetensorsFile*> mapped() const;
  /// What an error message calls the checkpoint: the file, or the index of the shards.
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  void open_folder(const std::filesystem::path& folder);
  void open_shards(const std::filesystem::path& folder, const std::filesystem::path& index);
  void add(const std::filesystem::path& file);

  std::string place_;
  std::vector<std::filesystem::path> paths_;
  std::vector<SafetensorsFile> files_;
  std::map<std::string, const Tensor*, std::less<>> tensors_;
};

}  // namespace seqlens::checkpoint
