#include "text_file.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::tokenize {
namespace {

constexpr std::size_t kLargest = std::size_t{64} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

}  // namespace

std::string read_text_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw Error(errno_text("cannot open", path.string(), errno));
  std::string text;
  std::string block(std::size_t{1} << 16, '\0');
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get())) {
    text.append(block, 0, count);
    if (text.size() > kLargest)
      throw InputError(path.string(),
                       fmt::format("is larger than {} MiB, which no tokenizer is", kLargest >> 20));
  }
  if (std::ferror(file.get()) != 0) throw Error(errno_text("cannot read", path.string(), errno));
  return text;
}

}  // namespace seqlens::tokenize
