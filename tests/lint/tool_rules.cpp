#include <algorithm>
#include <sstream>
#include <thread>

#include <fmt/format.h>

#include "rules.h"
#include "support/shell.h"
#include "support/temp_dir.h"

namespace seqlens::lint {
namespace {

namespace fs = std::filesystem;

std::string include_flags(const fs::path& root) {
  std::string flags = "-I" + test::shell_quoted((root / "apps").string()) + " -I" +
                      test::shell_quoted((root / "tests/support/include").string());
  if (!fs::exists(root / "lib")) return flags;
  for (const auto& module : fs::directory_iterator(root / "lib")) {
    const auto headers = module.path() / "include";
    if (fs::exists(headers)) flags += " -I" + test::shell_quoted(headers.string());
  }
  return flags;
}

Complaints lines_of(const std::string& text, const std::string& pattern) {
  Complaints complaints;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(pattern) != std::string::npos) complaints.push_back(line);
  }
  return complaints;
}

// Runs `command` over the paths, `batch` of them appended each time, as many at a time as there are cores.
test::ShellOutcome run_over(const fs::path& root, const std::string& command,
                            const std::vector<fs::path>& paths, int batch) {
  const test::TempDir dir;
  std::string list;
  for (const auto& path : paths) list += path.string() + "\n";
  const auto file = dir.write("list", list);
  const auto jobs = std::to_string(std::max(1U, std::thread::hardware_concurrency()));
  const auto script = dir.write("cmd", "exec xargs -a " + test::shell_quoted(file.string()) + " -P " + jobs +
                                           " -n " + std::to_string(batch) + " " + command + "\n");
  return test::run_script(script, root, {});
}

Complaints complaints_of(const test::ShellOutcome& outcome, const std::string& pattern) {
  auto complaints = lines_of(outcome.err, pattern);
  if (complaints.empty() && outcome.status != 0) complaints.push_back("the tool failed: " + outcome.err);
  return complaints;
}

// clang-format names every spot; the first of each file is enough.
Complaints one_per_file(const Complaints& complaints) {
  Complaints firsts;
  std::set<std::string> seen;
  for (const auto& complaint : complaints) {
    if (seen.insert(complaint.substr(0, complaint.find(':'))).second) firsts.push_back(complaint);
  }
  return firsts;
}

/// The module, program or test folder that a file belongs to: the first two parts of its path.
fs::path home_of(const fs::path& path) {
  const fs::path top = *path.begin();
  return path.parent_path() == top ? top : top / *std::next(path.begin());
}

/// True when a .cpp of the same home includes the header before anything else: every build then proves that
/// it compiles alone, and the check need not (most headers; the compiler takes a second each).
bool stands_first_in_its_source(const SourceFile& header, const std::vector<SourceFile>& files) {
  return std::ranges::any_of(files, [&](const SourceFile& file) {
    if (file.path.extension() != ".cpp" || home_of(file.path) != home_of(header.path)) return false;
    const auto includes = includes_of(file);
    return !includes.empty() &&
           header.path.generic_string().ends_with(fmt::format("/{}", includes.front().name));
  });
}

}  // namespace

Complaints check_headers_alone(const fs::path& root, const std::string& compiler,
                               const std::vector<SourceFile>& files) {
  std::vector<fs::path> headers;
  for (const SourceFile& file : files) {
    if (is_header(file) && *file.path.begin() != "data" && !stands_first_in_its_source(file, files))
      headers.push_back(file.path);
  }
  return complaints_of(run_over(root,
                                test::shell_quoted(compiler) + " -std=c++20 -fsyntax-only -w " +
                                    include_flags(root) + " -x c++",
                                headers, 1),
                       "error:");
}

Complaints check_format(const fs::path& root, const std::vector<SourceFile>& files) {
  std::vector<fs::path> sources;
  for (const SourceFile& file : files) {
    if (is_cpp(file)) sources.push_back(file.path);
  }
  return one_per_file(
      complaints_of(run_over(root, "clang-format --style=file --dry-run --Werror", sources, 20), "error:"));
}

}  // namespace seqlens::lint
