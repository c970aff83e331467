#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/checkpoint/tensor.h"
#include "seqlens/core/output_file.h"

namespace seqlens::checkpoint {

using Metadata = std::map<std::string, std::string>;

/// The tensors of a safetensors file that lies in memory (an embedded model, a mapped file). Copies nothing:
/// the bytes must outlive the view and the tensors it hands out.
///
/// Every byte is untrusted: header length, JSON, duplicate names, dtypes, products of shapes, offsets,
/// overlaps and gaps are checked here, once.
/// @throws InputError with `place` saying what was found and what the format asks for.
class SafetensorsView {
 public:
  SafetensorsView(std::span<const std::byte> bytes, const std::string& place);

  /// In the order of their bytes in the file.
  [[nodiscard]] std::span<const Tensor> tensors() const { return tensors_; }
  /// Null when there is none. O(log n).
  [[nodiscard]] const Tensor* find(std::string_view name) const;
  /// @throws InputError naming the tensor.
  [[nodiscard]] const Tensor& at(std::string_view name) const;
  [[nodiscard]] const Metadata& metadata() const { return metadata_; }

 private:
  std::string place_;
  std::vector<Tensor> tensors_;
  std::map<std::string, std::size_t, std::less<>> index_;
  Metadata metadata_;
};

/// A safetensors file, memory-mapped: opening reads the header, and a tensor's pages are read when it is
/// copied out.
class SafetensorsFile {
 public:
  /// @throws InputError when it cannot be opened, is no regular file, or is not valid.
  explicit SafetensorsFile(const std::filesystem::path& path);
  ~SafetensorsFile();
  SafetensorsFile(SafetensorsFile&&) noexcept;
  SafetensorsFile& operator=(SafetensorsFile&&) noexcept;

  [[nodiscard]] const SafetensorsView& view() const;

  /// Gives the pages that hold these bytes back to the system: a tensor that was copied out is in memory
  /// once. They can be read again, from the file. Bytes that are not this file's are left alone.
  void release(std::span<const std::byte> bytes) const;

 private:
  struct Mapping;
  std::unique_ptr<Mapping> mapping_;
};

/// Writes the tensors in the order given. The bytes depend on the arguments alone; data start at a multiple
/// of 64.
/// @throws Error for a name that comes twice or bytes that disagree with the shape.
void write_safetensors(OutputFile& file, std::span<const Tensor> tensors, const Metadata& metadata);
/// The same to a new file, which appears when complete.
void write_safetensors(const std::filesystem::path& path, std::span<const Tensor> tensors,
                       const Metadata& metadata);

}  // namespace seqlens::checkpoint
