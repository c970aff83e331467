#include "seqlens/cli/output_check.h"

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

}  // namespace

void check_outputs(const CommonOptions& common, const std::vector<OutputName>& outputs,
                   const std::vector<std::string>& inputs) {
  for (const OutputName& output : outputs) check_output(output, inputs);
  check_output({"--log", common.log}, inputs);
}

}  // namespace seqlens::cli
