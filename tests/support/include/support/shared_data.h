#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace seqlens::test {

/// Folder of the project's sources, for files under data/.
std::filesystem::path source_dir();

/// A file or folder of the shared material beside the checkout (../shared, or SEQLENS_SHARED_DIR):
/// "data/human/x.fa". Nothing where it is absent.
std::optional<std::filesystem::path> find_shared(std::string_view relative);

}  // namespace seqlens::test

/// Binds `name` to the shared file, or ends the test case with a message that CTest counts as skipped.
#define SEQLENS_REQUIRE_SHARED(name, relative)                                                    \
  const auto name##_found = seqlens::test::find_shared(relative);                                 \
  if (!name##_found) {                                                                            \
    WARN("[SKIPPED] " << (relative) << " is absent (looked in ../shared or SEQLENS_SHARED_DIR)"); \
    return;                                                                                       \
  }                                                                                               \
  const std::filesystem::path& name = *name##_found
