#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

namespace seqlens::checkpoint {

namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(const std::filesystem::path& path)
      : value_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (value_ < 0) throw Error(errno_text("cannot open", path.string(), errno));
  }
  ~FileDescriptor() { ::close(value_); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

class MappedBytes {
 public:
  explicit MappedBytes(const std::filesystem::path& path) {
    const FileDescriptor file(path);
    struct stat status {};
    if (::fstat(file.value(), &status) != 0) throw Error(errno_text("cannot read", path.string(), errno));
    if (!S_ISREG(status.st_mode))
      throw InputError(path.string(),
                       "not a regular file; weights are mapped, so they cannot come from a pipe or folder");
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) return;  // mmap refuses empty files; the header reader says what is wrong
    void* const data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.value(), 0);
    if (data == MAP_FAILED) throw Error(errno_text("cannot map", path.string(), errno));
    data_ = static_cast<const std::byte*>(data);
  }
  ~MappedBytes() {
    if (data_) ::munmap(const_cast<std::byte*>(data_), size_);
  }
  MappedBytes(const MappedBytes&) = delete;
  MappedBytes& operator=(const MappedBytes&) = delete;
  [[nodiscard]] std::span<const std::byte> span() const { return {data_, size_}; }

  void release(std::span<const std::byte> bytes) const {
    static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::less<> before;
    if (bytes.empty() || before(bytes.data(), data_) || before(data_ + size_, bytes.data() + bytes.size()))
      return;
    const auto offset = static_cast<std::size_t>(bytes.data() - data_);
    const std::size_t begin = offset / page * page;
    // A hint that may fail: then the pages stay until the system needs them.
    ::madvise(const_cast<std::byte*>(data_) + begin, offset + bytes.size() - begin, MADV_DONTNEED);
  }

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace

struct SafetensorsFile::Mapping {
  explicit Mapping(const std::filesystem::path& path) : bytes(path), view(bytes.span(), path.string()) {}
  MappedBytes bytes;
  SafetensorsView view;
};

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : mapping_(std::make_unique<Mapping>(path)) {}
SafetensorsFile::~SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;
SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&&) noexcept = default;

const SafetensorsView& SafetensorsFile::view() const {
  return mapping_->view;
}

void SafetensorsFile::release(std::span<const std::byte> bytes) const {
  mapping_->bytes.release(bytes);
}

}  // namespace seqlens::checkpoint
