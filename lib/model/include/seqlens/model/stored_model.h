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
#include "seqlens/model/model_view.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// A model of any form, opened: its configuration is known, every tensor was found and has its shape, and no
/// weight was read yet. Opening costs the headers alone, whatever the model's size; a tensor's pages are in
/// memory only while it is read.
class StoredModel : public WeightSource {
 public:
  /// Our single-file form, or a published model: a folder, or a weights file beside its config.json.
  /// @throws InputError as load_model_file and load_published_model do.
  explicit StoredModel(const std::filesystem::path& file_or_folder);
  /// Our single-file form in memory, which must outlive the object. `place` stands for the file in messages.
  StoredModel(std::span<const std::byte> bytes, const std::string& place);
  ~StoredModel() override;
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

  [[nodiscard]] std::string place() const override;
  [[nodiscard]] const ParameterLayout& layout() const override;
  void read(const TensorSpec& tensor, std::span<float> out) const override;
  // NOLINTNEXTLINE(google-explicit-constructor): as a string turns into a string_view
  operator ModelView() const { return {config(), metadata(), *this}; }

  /// Statistics stored beside the weights; read at each call.
  [[nodiscard]] StoredTables tables() const;

  /// Reads the weights, as floats, into memory: to change or store them. To run the model, give an Encoder
  /// this object instead.
  /// @throws Error saying how much memory they need, when there is less.
  [[nodiscard]] ModelFile load() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::model
