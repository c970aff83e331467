#include "seqlens/checkpoint/safetensors_stream.h"

#include <cerrno>
#include <cstdio>
#include <unistd.h>
#include <vector>

#include "seqlens/core/errors.h"
#include "seqlens/core/temporary_folder.h"

#include "header_text.h"

namespace seqlens::checkpoint {

namespace {

constexpr std::size_t kCopyBytes = std::size_t{1} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

/// Bytes that wait on the disk under no name: in the folder of the target, or that of temporary files when a
/// pipe is written.
class WaitingBytes {
 public:
  explicit WaitingBytes(const OutputFile& target) : path_(target.temporary()) {
    if (path_.empty()) path_ = temporary_folder() / "seqlens";
    path_ = temporary_beside(path_);
    file_.reset(std::fopen(path_.c_str(), "w+bx"));
    if (!file_) fail("cannot create");
    if (::unlink(path_.c_str()) != 0) fail("cannot write");
  }

  void write(std::span<const std::byte> bytes) {
    if (!bytes.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
      fail("cannot write");
  }

  void copy_to(OutputFile& out) {
    if (std::fflush(file_.get()) != 0) fail("cannot write");
    std::rewind(file_.get());
    std::vector<char> buffer(kCopyBytes);
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), file_.get()))
      out.write({buffer.data(), size});
    if (std::ferror(file_.get()) != 0) fail("cannot read");
  }

 private:
  [[noreturn]] void fail(std::string_view action) const {
    throw Error(errno_text(action, path_.string(), errno));
  }

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, CloseFile> file_;
};

}  // namespace

struct SafetensorsStream::State {
  explicit State(const std::filesystem::path& path) : file(path), waiting(file) {}

  OutputFile file;
  WaitingBytes waiting;
  HeaderText header;
};

SafetensorsStream::SafetensorsStream(const std::filesystem::path& path)
    : state_(std::make_unique<State>(path)) {}
SafetensorsStream::~SafetensorsStream() = default;
SafetensorsStream::SafetensorsStream(SafetensorsStream&&) noexcept = default;
SafetensorsStream& SafetensorsStream::operator=(SafetensorsStream&&) noexcept = default;

void SafetensorsStream::add(const Tensor& tensor) {
  state_->header.add(tensor);
  state_->waiting.write(tensor.bytes);
}

void SafetensorsStream::commit(const Metadata& metadata) {
  state_->file.write(state_->header.finish(metadata));
  state_->waiting.copy_to(state_->file);
  state_->file.commit();
}

}  // namespace seqlens::checkpoint
