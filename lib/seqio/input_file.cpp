#include "input_file.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <htslib/hts_log.h>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/reference_path.h"

namespace seqlens::seqio {
namespace {

// A path is opened by ourselves and handed over, so that no name can make htslib do anything but read a file.
HFile open_local(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == EINTR) throw Cancelled();  // a signal came while a FIFO had no writer
  if (descriptor < 0) throw Error(errno_text("cannot open", path, errno));
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    throw Error(errno_text("cannot open", path, EISDIR));
  }
  HFile file(hdopen(descriptor, "r"));
  if (!file) {
    const int reason = errno;
    ::close(descriptor);
    throw Error(errno_text("cannot open", path, reason));
  }
  return file;
}

HFile open_by_htslib(const std::string& path) {
  HFile file(hopen(path.c_str(), "r"));
  if (!file) throw Error(errno_text("cannot open", display_name(path), errno));
  return file;
}

}  // namespace

std::string display_name(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

void prepare_htslib() {
  static std::once_flag once;
  std::call_once(once, [] {
    hts_set_log_level(HTS_LOG_OFF);
    ::setenv("REF_PATH", ":", /*overwrite=*/0);
  });
}

void keep_references_local() {
  const char* path = std::getenv("REF_PATH");
  if (path) ::setenv("REF_PATH", local_reference_path(path).c_str(), /*overwrite=*/1);
}

bool is_remote(const std::string& path) {
  static constexpr std::array<std::string_view, 9> schemes = {
      "http:", "https:", "ftp:", "ftps:", "s3:", "s3+http:", "s3+https:", "gs:", "gs+https:"};
  for (std::string_view scheme : schemes) {
    if (path.starts_with(scheme)) return true;
  }
  return false;
}

HFile open_input(const std::string& path, bool allow_remote) {
  prepare_htslib();
  if (path == "-") return open_by_htslib(path);
  if (!is_remote(path)) return open_local(path);
  if (!allow_remote) {
    throw InputError(path, "remote files are not read unless --allow-remote is given; or download it first");
  }
  return open_by_htslib(path);
}

}  // namespace seqlens::seqio
