#pragma once

#include <cstdio>
#include <filesystem>

namespace seqlens::tracks {

/// A FILE over a file that is there, for a library that does not look at what its writes return: the first
/// one that fails is remembered. Holds no descriptor between reads and writes.
class CheckedStream {
 public:
  explicit CheckedStream(std::filesystem::path path);
  CheckedStream(const CheckedStream&) = delete;
  CheckedStream& operator=(const CheckedStream&) = delete;

  /// To read and write, for the caller to close before this object goes; null without memory.
  [[nodiscard]] std::FILE* open();
  /// errno of the first read or write that failed; 0: none did.
  [[nodiscard]] int failure() const { return failure_; }
  /// Bytes of the file as far as it was written.
  [[nodiscard]] off_t size() const { return size_; }

 private:
  static ssize_t read(void* self, char* bytes, std::size_t count);
  static ssize_t write(void* self, const char* bytes, std::size_t count);
  static int seek(void* self, off64_t* offset, int whence);

  std::filesystem::path path_;
  off_t position_ = 0;
  off_t size_ = 0;
  int failure_ = 0;
};

}  // namespace seqlens::tracks
