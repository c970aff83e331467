#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "seqlens/model/model_file.h"

namespace seqlens::model {

/// A model of any form, opened: its configuration is known, every tensor was found and has its shape, and no
/// weight was read yet. Opening costs the headers alone, whatever the model's size.
class StoredModel {
 public:
  /// Our single-file form, or a published model: a folder, or a weights file beside its config.json.
  /// @throws InputError as load_model_file and load_published_model do.
  explicit StoredModel(const std::filesystem::path& file_or_folder);
  /// Our single-file form in memory, which must outlive the object. `place` stands for the file in messages.
  StoredModel(std::span<const std::byte> bytes, const std::string& place);
  ~StoredModel();
  StoredModel(StoredModel&&) noexcept;
  StoredModel& operator=(StoredModel&&) noexcept;

  [[nodiscard]] const EncoderConfig& config() const;
  /// Texts stored in our form; empty for a published model.
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const;
  /// The published family ("ESM-2"); empty for our own form.
  [[nodiscard]] const std::string& family() const;
  /// Stored tensors that compute nothing here, by their names.
  [[nodiscard]] const std::vector<std::string>& ignored() const;
  /// How many of the model's stored numbers have which type ("F32", "F16"); ignored tensors do not count.
  [[nodiscard]] std::map<std::string, std::uint64_t> element_types() const;
  /// The files that hold the weights, the shards of a folder in the order of their names; none for bytes in
  /// memory.
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const;

  /// Reads the weights, as floats.
  /// @throws Error saying how much memory they need, when there is less.
  [[nodiscard]] ModelFile load() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::model
