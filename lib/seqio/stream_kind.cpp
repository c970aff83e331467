#include "seqlens/seqio/stream_kind.h"

#include <sys/stat.h>

namespace seqlens::seqio {

std::optional<std::string_view> stream_kind(const std::string& path) {
  if (path == "-") return "standard input";
  struct stat found {};
  if (path == "/dev/null" || ::stat(path.c_str(), &found) != 0) return std::nullopt;
  if (S_ISFIFO(found.st_mode)) return "a pipe";
  if (S_ISSOCK(found.st_mode)) return "a socket";
  if (S_ISCHR(found.st_mode)) return "a device";
  return std::nullopt;
}

}  // namespace seqlens::seqio
