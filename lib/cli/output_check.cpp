#include "seqlens/cli/output_check.h"

#include <algorithm>
#include <filesystem>
#include <map>
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

// What else lies in the folder of a model may be an output of before.
bool is_of_a_model(const std::filesystem::path& path) {
  for (const char* ending : {".safetensors", ".json", ".txt", ".bin", ".model"}) {
    if (path.extension() == ending) return true;
  }
  return false;
}

// The regular files that the inputs are; of folders those that a model is read from.
std::vector<FileId> files_of(const std::vector<std::string>& inputs) {
  std::vector<FileId> files;
  const auto add = [&files](const std::string& path, bool is_standard_input) {
    if (const auto id = file_id(path, is_standard_input)) files.push_back(*id);
  };
  for (const std::string& input : inputs) {
    std::error_code failed;
    if (input != "-" && std::filesystem::is_directory(input, failed)) {
      for (const auto& entry : std::filesystem::directory_iterator(input, failed)) {
        if (is_of_a_model(entry.path())) add(entry.path(), false);
      }
    } else {
      add(input, input == "-");
    }
  }
  return files;
}

void check_output(const OutputName& output, const std::vector<FileId>& inputs) {
  if (output.path == "-") return;
  const auto written = file_id(output.path, false);
  if (!written) return;
  if (std::find(inputs.begin(), inputs.end(), *written) != inputs.end()) {
    throw UsageError(
        fmt::format("{} {} is also an input; write to another file", output.option, output.path));
  }
}

/// Finds the output that an earlier one is, too: the same file, or the same name of a file yet to come.
class SeenOutputs {
 public:
  /// @return null, or the earlier one
  const OutputName* add(const OutputName& output) {
    namespace fs = std::filesystem;
    std::error_code failed;
    if (output.path == "-") return nullptr;
    if (const auto id = file_id(output.path, false)) return added(there_, *id, output);
    if (fs::exists(output.path, failed)) return nullptr;  // a device or a pipe takes any number
    return added(absent_, fs::weakly_canonical(output.path, failed).string(), output);
  }

 private:
  template <class Key>
  static const OutputName* added(std::map<Key, const OutputName*>& seen, const Key& key,
                                 const OutputName& output) {
    const auto [place, is_new] = seen.emplace(key, &output);
    return is_new ? nullptr : place->second;
  }

  std::map<FileId, const OutputName*> there_;
  std::map<std::string, const OutputName*> absent_;
};

}  // namespace

void check_outputs(const CommonOptions& common, const std::vector<OutputName>& outputs,
                   const std::vector<std::string>& inputs) {
  std::vector<OutputName> all = outputs;
  all.push_back({"--log", common.log});
  const std::vector<FileId> files = files_of(inputs);
  SeenOutputs seen;
  for (const OutputName& output : all) {
    if (output.path.empty()) continue;
    check_output(output, files);
    const OutputName* const earlier = seen.add(output);
    if (!earlier) continue;
    throw UsageError(fmt::format("{} {} is also what {} writes; write to another file", output.option,
                                 output.path, earlier->option));
  }
}

std::vector<OutputName> index_names(const std::string& path) {
  return {{"the index of " + path, path + ".tbi"}, {"the index of " + path, path + ".csi"}};
}

}  // namespace seqlens::cli
