#pragma once

#include <filesystem>
#include <memory>

#include "seqlens/checkpoint/safetensors.h"

namespace seqlens::checkpoint {

/// A safetensors file written tensor by tensor, for outputs that do not fit into memory.
///
/// The format starts with where every tensor lies, so the bytes wait in an unnamed file of the target's
/// folder (which needs room for them twice; for a pipe or device in that of temporary files, TMPDIR) and
/// commit() puts the two together. The file appears at commit(); without it nothing is left, also after a
/// crash. Memory: the header, about 100 bytes and twice the name a tensor.
///
/// The bytes are those of write_safetensors() with the same tensors.
/// @throws Error as write_safetensors() does, and with the path when the system refuses.
class SafetensorsStream {
 public:
  /// @param path  as for OutputFile
  explicit SafetensorsStream(const std::filesystem::path& path);
  ~SafetensorsStream();
  SafetensorsStream(SafetensorsStream&&) noexcept;
  SafetensorsStream& operator=(SafetensorsStream&&) noexcept;

  /// The tensor's bytes are copied.
  void add(const Tensor& tensor);
  void commit(const Metadata& metadata);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::checkpoint
