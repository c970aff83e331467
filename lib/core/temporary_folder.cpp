#include "seqlens/core/temporary_folder.h"

#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens {

std::filesystem::path temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  std::filesystem::path folder = named && *named != '\0' ? named : "/tmp";
  std::error_code unknown;
  if (std::filesystem::is_directory(folder, unknown)) return folder;
  throw Error(fmt::format("TMPDIR '{}': no such folder; temporary files go there", folder.string()));
}

}  // namespace seqlens
