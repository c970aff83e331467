#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace seqlens::checkpoint {

/// What the content of a file is that is no safetensors, and what to do about it: GGUF, a pickle, HDF5, text
/// with sequences, JSON, compressed data. Empty for what is not known.
[[nodiscard]] std::string foreign_content(std::span<const std::byte> bytes);

/// The same for a folder without weights as we read them: an adapter, GGUF, pickles, nothing.
[[nodiscard]] std::string foreign_folder(const std::filesystem::path& folder);

/// "is a LoRA adapter ...", for the folder and the file of one.
[[nodiscard]] std::string adapter_text();

}  // namespace seqlens::checkpoint
