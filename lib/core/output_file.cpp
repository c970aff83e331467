#include "seqlens/core/output_file.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace seqlens {

OutputFile::OutputFile(std::filesystem::path path, OutputAccess access) : target_(std::move(path), access) {
  const int descriptor = target_.open();
  stream_.reset(::fdopen(descriptor, "wb"));
  if (stream_) return;
  const int reason = errno;
  ::close(descriptor);
  target_.fail("cannot open", reason);
}

void OutputFile::write(std::string_view bytes) {
  if (bytes.empty()) return;  // its data may be null, which fwrite does not take
  if (std::fwrite(bytes.data(), 1, bytes.size(), stream_.get()) != bytes.size()) fail("cannot write");
}

void OutputFile::overwrite_start(std::string_view bytes) {
  if (std::fseek(stream_.get(), 0, SEEK_SET) != 0) fail("cannot go back to the start of");
  write(bytes);
  if (std::fseek(stream_.get(), 0, SEEK_END) != 0) fail("cannot write");
}

void OutputFile::commit() {
  close();
  target_.publish();
}

void OutputFile::commit(Publication& together) {
  close();
  together.add(std::move(target_));
}

void OutputFile::close() {
  if (std::fclose(stream_.release()) != 0) fail("cannot write");
}

void OutputFile::fail(std::string_view action) const {
  target_.fail(action, errno);
}

}  // namespace seqlens
