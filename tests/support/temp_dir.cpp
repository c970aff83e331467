#include "support/temp_dir.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <stdlib.h>

#include "seqlens/core/errors.h"

namespace seqlens::test {

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "seqlens-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error(errno_text("cannot make", pattern, errno));
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TempDir::write(std::string_view name, std::string_view bytes) const {
  const auto file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error(errno_text("cannot write", file.string(), errno));
  return file;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(errno_text("cannot open", path.string(), errno));
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace seqlens::test
