#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "seqlens/checkpoint/tensor.h"

#include "support/temp_dir.h"

namespace seqlens::test {

/// A published checkpoint in memory, to be changed and written as another form of the same model.
class PublishedVariant {
 public:
  struct Entry {
    std::vector<std::size_t> shape;
    std::vector<float> values;
  };

  explicit PublishedVariant(const std::filesystem::path& folder);

  [[nodiscard]] std::map<std::string, Entry>& tensors() { return tensors_; }
  [[nodiscard]] const std::map<std::string, Entry>& tensors() const { return tensors_; }
  void add(const std::string& name, std::vector<std::size_t> shape, std::uint64_t seed);
  void rename(const std::function<std::string(const std::string&)>& new_name);
  void drop(const std::function<bool(const std::string&)>& is_dropped);
  /// Sets a key of config.json to a JSON value.
  void configure(const std::string& key, const std::string& value);

  /// Written anew, in this type. Valid as long as `folder`.
  void write(const TempDir& folder, checkpoint::DType type = checkpoint::DType::f32) const;
  /// Written as so many shards with their index.
  void write_shards(const TempDir& folder, std::size_t shards) const;

 private:
  void write_config(const TempDir& folder) const;

  std::map<std::string, Entry> tensors_;
  std::string config_;  // the members of config.json, without the braces
};

/// The nearest number of that type (f32, f16, bf16; ties to even), and its bits.
struct Rounded {
  float value = 0;
  std::uint32_t bits = 0;
};
Rounded rounded(float value, checkpoint::DType type);

}  // namespace seqlens::test
