#include "seqlens/core/output_target.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <limits>
#include <string>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens {
namespace {

namespace fs = std::filesystem;

// The descriptor that an entry of /proc/self/fd stands for.
std::optional<int> own_descriptor(const fs::path& path) {
  const auto number = parse_integer(path.filename().string(), 0, std::numeric_limits<int>::max());
  if (!number) return std::nullopt;
  std::error_code absent;
  if (fs::canonical(path.parent_path(), absent) != fmt::format("/proc/{}/fd", ::getpid()))
    return std::nullopt;
  return static_cast<int>(*number);
}

struct LinkEnd {
  fs::path path;
  std::optional<int> descriptor;
};

// By hand, since what the last link names need not be there, and what /proc/self/fd/N links to may have no
// name.
LinkEnd end_of_links(fs::path path) {
  constexpr int kMostLinks = 40;  // as in Linux; a circle was found by stat() before
  std::error_code ignored;
  for (int links = 0; links < kMostLinks; ++links) {
    if (const auto descriptor = own_descriptor(path)) return {path, descriptor};
    if (!fs::is_symlink(path, ignored)) break;
    path = path.parent_path() / fs::read_symlink(path, ignored);
  }
  return {path, std::nullopt};
}

std::string shown(const fs::path& name) {
  return name == "-" ? "standard output" : name.string();
}

}  // namespace

OutputTarget::OutputTarget(fs::path name, OutputAccess access) : name_(std::move(name)) {
  const bool is_regular = look_up();
  if (is_regular) {
    temporary_ = temporary_beside(file_);
  } else if (access == OutputAccess::anywhere) {
    throw Error(fmt::format(
        "cannot write '{}': needs a regular file, since it is not written from start to end", shown(name_)));
  }
}

bool OutputTarget::look_up() {
  if (name_ == "-") {
    descriptor_ = STDOUT_FILENO;
    return false;
  }
  struct stat found {};
  const bool exists = ::stat(name_.c_str(), &found) == 0;
  if (!exists && errno != ENOENT) fail("cannot create", errno);
  LinkEnd end = end_of_links(name_);
  file_ = std::move(end.path);
  descriptor_ = end.descriptor;
  if (exists) replaced_ = Rights{found.st_mode & 0777, found.st_uid, found.st_gid};
  return !descriptor_ && (!exists || S_ISREG(found.st_mode));
}

OutputTarget::~OutputTarget() {
  if (created_ && !temporary_.empty()) ::unlink(temporary_.c_str());  // a destructor has nobody to tell
}

OutputTarget::OutputTarget(OutputTarget&& other) noexcept
    : name_(std::move(other.name_)),
      file_(std::move(other.file_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(other.descriptor_),
      replaced_(other.replaced_),
      created_(other.created_),
      finished_(other.finished_) {}

int OutputTarget::open() {
  if (!temporary_.empty()) {
    // For nobody else until it has the rights of the file that it replaces.
    const mode_t mode = replaced_ ? 0600 : 0666;
    const int created =
        ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (created < 0) fail("cannot create", errno);
    created_ = true;
    if (replaced_) keep_rights(created);
    return created;
  }
  // Opening /proc/self/fd/N anew would begin at the start of a file, and does not work for a socket.
  const int opened = descriptor_ ? ::fcntl(*descriptor_, F_DUPFD_CLOEXEC, 0)
                                 : ::open(name_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  if (opened < 0) fail("cannot open", errno);
  return opened;
}

// What the system does not allow is left: the file is whole, and ours.
void OutputTarget::keep_rights(int descriptor) const {
  if (::fchown(descriptor, replaced_->owner, replaced_->group) != 0)
    static_cast<void>(::fchown(descriptor, static_cast<uid_t>(-1), replaced_->group) == 0);
  static_cast<void>(::fchmod(descriptor, replaced_->mode) == 0);
}

void OutputTarget::finish() {
  if (temporary_.empty() || std::exchange(finished_, true)) return;
  // By name, since a library may have written it; either access is enough.
  int written = ::open(temporary_.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (written < 0 && errno == EACCES) written = ::open(temporary_.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  if (written < 0 && errno == EACCES) return;
  if (written < 0) fail("cannot write", errno);
  const int failure = ::fsync(written) == 0 ? 0 : errno;
  ::close(written);
  // Some file systems have nothing to do, and say so.
  if (failure != 0 && failure != EINVAL && failure != ENOSYS) fail("cannot write", failure);
}

void OutputTarget::publish() {
  if (temporary_.empty()) return;
  finish();
  if (std::rename(temporary_.c_str(), file_.c_str()) != 0) fail("cannot rename the finished file to", errno);
  temporary_.clear();
}

void OutputTarget::fail(std::string_view action, int errno_value) const {
  // Only a wait for a reader is interrupted, and only by a signal that ends the run.
  if (errno_value == EINTR) throw Cancelled();
  throw Error(errno_text(action, shown(name_), errno_value != 0 ? errno_value : EIO));
}

fs::path temporary_beside(const fs::path& file) {
  constexpr std::size_t kLongestName = 255;
  std::uint64_t number = 0;
  // Eight bytes are never short; without a random number the name is taken, and open() says so.
  if (::getrandom(&number, sizeof number, 0) < 0) number = static_cast<std::uint64_t>(::getpid());
  const std::string ending = fmt::format(".tmp.{:016x}", number);
  std::string name = file.filename().string();
  if (name.size() + ending.size() > kLongestName) name.resize(kLongestName - ending.size());
  return file.parent_path() / (name + ending);
}

void require_writable(const fs::path& name) {
  OutputTarget target(name);
  std::error_code ignored;
  if (fs::is_directory(name, ignored)) target.fail("cannot open", EISDIR);
  if (!target.temporary().empty()) ::close(target.open());
}

}  // namespace seqlens
