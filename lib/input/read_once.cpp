#include "seqlens/input/read_once.h"

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/stream_kind.h"

namespace seqlens::input {
namespace {

/// Two names of one stream: "-" and /dev/stdin, a FIFO and a link to it. (std::filesystem::equivalent knows
/// files and folders alone.)
bool same_stream(const std::string& a, const std::string& b) {
  const auto look_up = [](const std::string& path, struct stat& found) {
    return (path == "-" ? ::fstat(STDIN_FILENO, &found) : ::stat(path.c_str(), &found)) == 0;
  };
  struct stat one {};
  struct stat other {};
  return a == b ||
         (look_up(a, one) && look_up(b, other) && one.st_dev == other.st_dev && one.st_ino == other.st_ino);
}

}  // namespace

void require_files(const std::vector<std::string>& paths, std::string_view reason) {
  for (const std::string& path : paths) {
    if (const auto kind = seqio::stream_kind(path)) {
      throw UsageError(fmt::format("'{}' is {}: it can be read but once, and {}; save it to a file first",
                                   path, *kind, reason));
    }
  }
}

void require_one_indexed_file(const std::vector<std::string>& paths, std::string_view option) {
  if (paths.size() != 1)
    throw UsageError(fmt::format("{} needs one INPUT, a FASTA file that can be indexed", option));
  require_files(paths, fmt::format("{} needs a file that can be indexed", option));
}

void require_each_stream_once(const std::vector<std::string>& paths) {
  std::vector<std::string> streams;
  for (const std::string& path : paths) {
    const auto kind = seqio::stream_kind(path);
    if (!kind) continue;
    if (std::ranges::any_of(streams, [&](const auto& other) { return same_stream(path, other); }))
      throw UsageError(
          fmt::format("'{}' is {}: it can be read but once, and it is given twice; save it to a file first",
                      path, *kind));
    streams.push_back(path);
  }
}

}  // namespace seqlens::input
