#include "support/shared_data.h"

#include <cstdlib>

namespace seqlens::test {

std::filesystem::path source_dir() {
  return SEQLENS_SOURCE_DIR;
}

std::optional<std::filesystem::path> find_shared(std::string_view relative) {
  const char* root = std::getenv("SEQLENS_SHARED_DIR");
  const auto path = (root ? std::filesystem::path(root) : source_dir().parent_path() / "shared") / relative;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

}  // namespace seqlens::test
