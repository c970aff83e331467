#pragma once

#include <filesystem>
#include <string>

namespace seqlens::tokenize {

/// The whole file. @throws InputError when it cannot be read, or is larger than any tokenizer (64 MiB).
[[nodiscard]] std::string read_text_file(const std::filesystem::path& path);

}  // namespace seqlens::tokenize
