#include "seqlens/core/output_file.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>

#include "seqlens/core/errors.h"

namespace seqlens {

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
  if (path_ == "-") {
    stream_ = stdout;
    return;
  }
  temporary_ = path_;
  temporary_ += ".tmp." + std::to_string(::getpid());
  owned_.reset(std::fopen(temporary_.c_str(), "wb"));
  if (!owned_) fail("cannot create");
  stream_ = owned_.get();
}

OutputFile::~OutputFile() {
  if (temporary_.empty()) return;
  owned_.reset();
  std::error_code ignored;  // a destructor has nobody to tell
  std::filesystem::remove(temporary_, ignored);
}

void OutputFile::write(std::string_view bytes) {
  if (bytes.empty()) return;  // its data may be null, which fwrite does not take
  if (std::fwrite(bytes.data(), 1, bytes.size(), stream_) != bytes.size()) fail("cannot write");
}

void OutputFile::overwrite_start(std::string_view bytes) {
  if (temporary_.empty()) throw Error("standard output cannot go back to its start; write to a file");
  if (std::fseek(stream_, 0, SEEK_SET) != 0) fail("cannot go back to the start of");
  write(bytes);
  if (std::fseek(stream_, 0, SEEK_END) != 0) fail("cannot write");
}

void OutputFile::commit() {
  if (std::fflush(stream_) != 0) fail("cannot write");
  if (temporary_.empty()) return;
  if (std::fclose(owned_.release()) != 0) fail("cannot write");
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot rename the finished file to");
  temporary_.clear();
}

void OutputFile::fail(std::string_view action) const {
  const int reason = errno;
  throw Error(errno_text(action, path_ == "-" ? "standard output" : path_.string(), reason));
}

}  // namespace seqlens
