#include "checked_stream.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace seqlens::tracks {
namespace {

constexpr std::size_t kBufferBytes = 1 << 15;

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int access)
      : number_(::open(path.c_str(), access | O_NOFOLLOW | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

CheckedStream::CheckedStream(std::filesystem::path path) : path_(std::move(path)) {}

std::FILE* CheckedStream::open() {
  std::FILE* const stream = ::fopencookie(this, "w+", {&read, &write, &seek, nullptr});
  if (stream) std::setvbuf(stream, nullptr, _IOFBF, kBufferBytes);
  return stream;
}

ssize_t CheckedStream::read(void* self, char* bytes, std::size_t count) {
  auto& stream = *static_cast<CheckedStream*>(self);
  const Descriptor file(stream.path_, O_RDONLY);
  const ssize_t got = file.number() < 0 ? -1 : ::pread(file.number(), bytes, count, stream.position_);
  if (got < 0 && stream.failure_ == 0) stream.failure_ = errno;
  if (got > 0) stream.position_ += got;
  return got;
}

// Returns 0, not -1, where nothing can be written: so glibc wants it.
ssize_t CheckedStream::write(void* self, const char* bytes, std::size_t count) {
  auto& stream = *static_cast<CheckedStream*>(self);
  const Descriptor file(stream.path_, O_WRONLY);
  std::size_t done = 0;
  while (done < count) {
    const ssize_t put =
        file.number() < 0 ? -1 : ::pwrite(file.number(), bytes + done, count - done, stream.position_);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) {
      if (stream.failure_ == 0) stream.failure_ = put < 0 ? errno : EIO;
      return static_cast<ssize_t>(done);
    }
    done += static_cast<std::size_t>(put);
    stream.position_ += put;
    if (stream.position_ > stream.size_) stream.size_ = stream.position_;
  }
  return static_cast<ssize_t>(done);
}

int CheckedStream::seek(void* self, off64_t* offset, int whence) {
  auto& stream = *static_cast<CheckedStream*>(self);
  const off_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? stream.position_ : stream.size_;
  if (base + *offset < 0) return -1;
  stream.position_ = base + *offset;
  *offset = stream.position_;
  return 0;
}

}  // namespace seqlens::tracks
