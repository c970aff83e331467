#include "seqlens/cli/output_check.h"

#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::cli {
namespace {

using FileId = std::pair<dev_t, ino_t>;

// None when it is absent or no regular file.
std::optional<FileId> file_id(const std::string& path, bool is_standard_input) {
  struct stat found {};
  const int failed = is_standard_input ? ::fstat(STDIN_FILENO, &found) : ::stat(path.c_str(), &found);
  if (failed != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return FileId{found.st_dev, found.st_ino};
}

void check_output(const OutputName& output, const std::vector<std::string>& inputs) {
  if (output.path == "-") return;
  const auto written = file_id(output.path, false);
  if (!written) return;
  for (const std::string& input : inputs) {
    if (file_id(input, input == "-") != written) continue;
    throw UsageError(
        fmt::format("{} {} is also an input; write to another file", output.option, output.path));
  }
}

// Whether both names are of one regular file, which need not be there yet.
bool same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code failed;
  if (fs::exists(a, failed) || fs::exists(b, failed)) {
    const auto written = file_id(a, false);
    return written && file_id(b, false) == written;
  }
  return fs::weakly_canonical(a, failed) == fs::weakly_canonical(b, failed);
}

void check_different(const OutputName& a, const OutputName& b) {
  if (a.path.empty() || b.path.empty() || a.path == "-" || b.path == "-" || !same_file(a.path, b.path))
    return;
  throw UsageError(
      fmt::format("{} {} is also what {} writes; write to another file", b.option, b.path, a.option));
}

}  // namespace

void check_outputs(const CommonOptions& common, const std::vector<OutputName>& outputs,
                   const std::vector<std::string>& inputs) {
  std::vector<OutputName> all = outputs;
  all.push_back({"--log", common.log});
  for (std::size_t i = 0; i < all.size(); ++i) {
    check_output(all[i], inputs);
    for (std::size_t j = 0; j < i; ++j) check_different(all[j], all[i]);
  }
}

}  // namespace seqlens::cli
