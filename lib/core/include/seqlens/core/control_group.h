#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace seqlens {

/// The control group (version 2) of this process and those above it, nearest first: folders with files such
/// as memory.max and cpu.max, each of which may set a limit. Empty where there are none.
[[nodiscard]] std::vector<std::filesystem::path> control_groups();

/// The text of a file of the kernel; empty where there is none.
[[nodiscard]] std::string kernel_text(const std::filesystem::path& path);

}  // namespace seqlens
