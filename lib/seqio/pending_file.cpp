#include "pending_file.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "seqlens/core/errors.h"

namespace seqlens::seqio {

PendingFile::PendingFile(const std::string& path) : path_(path) {
  if (path != "-") temporary_ = path + ".tmp." + std::to_string(::getpid());
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})) {}

PendingFile::~PendingFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());  // a destructor has nobody to tell
}

HFile PendingFile::create() const {
  errno = 0;
  if (temporary_.empty()) {
    HFile out(hopen("-", "w"));
    if (!out) fail("cannot write to", errno);
    return out;
  }
  const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) fail("cannot create", errno);
  HFile file(hdopen(descriptor, "w"));
  if (!file) {
    ::close(descriptor);
    fail("cannot create", ENOMEM);
  }
  return file;
}

void PendingFile::publish() {
  if (temporary_.empty()) return;
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot rename the finished file to", errno);
  temporary_.clear();
}

void PendingFile::fail(std::string_view action, int errno_value) const {
  throw Error(errno_text(action, path_ == "-" ? "standard output" : path_, errno_value ? errno_value : EIO));
}

}  // namespace seqlens::seqio
