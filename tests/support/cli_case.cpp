#include "support/cli_case.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include "support/shell.h"
#include "support/temp_dir.h"

namespace seqlens::test {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;  // path relative to the case's folder -> bytes

struct Outcome {
  std::string out;
  std::string err;
  int status = 0;
  Files files;
};

const std::set<std::string> kExpectations{"stdout",    "stderr", "status",   "files",
                                          "normalize", "needs",  "every_isa"};

bool is_input(const fs::path& relative) {
  return !kExpectations.contains(relative.begin()->string());
}

std::string read_if_present(const fs::path& path) {
  return fs::exists(path) ? read_file(path) : "";
}

void write(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

Files files_under(const fs::path& root) {
  Files found;
  if (!fs::exists(root)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) found[fs::relative(entry.path(), root).string()] = read_file(entry.path());
  }
  return found;
}

void copy_input(const fs::path& from, const fs::path& to) {
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const auto relative = fs::relative(entry.path(), from);
    if (!is_input(relative) || !entry.is_regular_file()) continue;
    fs::create_directories((to / relative).parent_path());
    fs::copy_file(entry.path(), to / relative);
  }
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string sed(const fs::path& script, const std::string& text) {
  const TempDir dir;
  const auto input = dir.write("text", text);
  const auto command = dir.write("cmd", "exec sed -E -f " + shell_quoted(script.string()) + " text\n");
  const auto outcome = run_script(command, input.parent_path(), {});
  if (outcome.status != 0) throw std::runtime_error("normalize: " + outcome.err);
  return outcome.out;
}

std::string normalized(std::string text, const fs::path& folder, const CliSettings& settings) {
  text = replaced(std::move(text), settings.data.string(), "DATA");
  if (settings.shared) text = replaced(std::move(text), settings.shared->string(), "SHARED");
  const auto script = folder / "normalize";
  return fs::exists(script) ? sed(fs::absolute(script), text) : text;
}

// The settings with links to the folders: commands need not quote $DATA, whatever the checkout is called.
CliSettings linked(const CliSettings& settings, const fs::path& folder) {
  CliSettings result = settings;
  result.data = folder / "data";
  fs::create_directory_symlink(fs::absolute(settings.data), result.data);
  if (settings.shared) {
    result.shared = folder / "shared";
    fs::create_directory_symlink(fs::absolute(*settings.shared), *result.shared);
  }
  return result;
}

// The same surroundings on every machine, whatever the caller has set.
std::map<std::string, std::string> environment_of(const CliSettings& settings, int threads,
                                                  const std::string& isa) {
  const char* path = std::getenv("PATH");
  return {{"PATH", settings.programs.string() + ":" + (path ? path : "/usr/bin:/bin")},
          {"DATA", settings.data.string()},
          {"SHARED", settings.shared ? settings.shared->string() : ""},
          {"SEQLENS_THREADS", std::to_string(threads)},
          {"SEQLENS_ISA", isa},
          {"SEQLENS_MODEL", ""},
          {"LC_ALL", "C"},
          {"TZ", "UTC"}};
}

Outcome run_once(const fs::path& folder, const CliSettings& settings, int threads, const std::string& isa) {
  const TempDir dir;
  const fs::path work = dir.path() / "case";
  fs::create_directories(work);
  copy_input(folder, work);
  const Files before = files_under(work);
  const CliSettings links = linked(settings, dir.path());
  const auto shell = run_script(work / "cmd", work, environment_of(links, threads, isa));

  Outcome outcome{
      normalized(shell.out, folder, links), normalized(shell.err, folder, links), shell.status, {}};
  for (auto& [name, bytes] : files_under(work)) {
    const auto old = before.find(name);
    if (old == before.end() || old->second != bytes) outcome.files[name] = bytes;
  }
  return outcome;
}

// The values of SEQLENS_ISA that this CPU can run.
std::vector<std::string> instruction_sets() {
  std::vector<std::string> names{"scalar"};
  if (__builtin_cpu_supports("avx2")) names.push_back("avx2");
  if (__builtin_cpu_supports("avx512bw")) names.push_back("avx512");
  return names;
}

std::string line_of(const std::string& text, std::size_t number) {
  std::istringstream lines(text);
  std::string line;
  for (std::size_t i = 0; i <= number; ++i) {
    if (!std::getline(lines, line)) return "(end)";
  }
  return "'" + line + "'";
}

std::size_t first_different_line(const std::string& a, const std::string& b) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) line += a[i] == '\n' ? 1 : 0;
  return line;
}

void compare(const std::string& what, const std::string& expected, const std::string& found,
             std::vector<std::string>& complaints) {
  if (expected == found) return;
  const auto line = first_different_line(expected, found);
  complaints.push_back(what + ", line " + std::to_string(line + 1) + "\n  expected " +
                       line_of(expected, line) + "\n  found    " + line_of(found, line));
}

void compare_files(const std::string& when, const Files& expected, const Files& found,
                   std::vector<std::string>& complaints) {
  for (const auto& [name, bytes] : expected) {
    const auto written = found.find(name);
    if (written == found.end()) {
      complaints.push_back(when + "file " + name + " was not written");
    } else {
      compare(when + "file " + name, bytes, written->second, complaints);
    }
  }
  for (const auto& [name, bytes] : found) {
    if (!expected.contains(name))
      complaints.push_back(when + "file " + name + " was written, though files/ has none");
  }
}

void compare_outcome(const std::string& when, const Outcome& expected, const Outcome& found,
                     std::vector<std::string>& complaints) {
  compare(when + "status", std::to_string(expected.status), std::to_string(found.status), complaints);
  compare(when + "stderr", expected.err, found.err, complaints);
  compare(when + "stdout", expected.out, found.out, complaints);
  compare_files(when, expected.files, found.files, complaints);
}

Outcome expectation(const fs::path& folder) {
  const auto status = read_if_present(folder / "status");
  return {read_if_present(folder / "stdout"), read_if_present(folder / "stderr"),
          status.empty() ? 0 : std::stoi(status), files_under(folder / "files")};
}

bool everything_needed_is_there(const fs::path& folder, const CliSettings& settings) {
  std::istringstream needs(read_if_present(folder / "needs"));
  for (std::string path; std::getline(needs, path);) {
    if (!path.empty() && (!settings.shared || !fs::exists(*settings.shared / path))) return false;
  }
  return true;
}

void replace_expectation(const fs::path& path, const std::string& bytes) {
  if (bytes.empty()) {
    fs::remove(path);
  } else {
    write(path, bytes);
  }
}

}  // namespace

CliResult run_cli_case(const fs::path& folder, const CliSettings& settings) {
  if (!fs::exists(folder / "cmd")) throw std::runtime_error(folder.string() + " has no file 'cmd'");
  if (!everything_needed_is_there(folder, settings)) return {true, {}};
  const Outcome expected = expectation(folder);
  CliResult result;
  for (const int threads : {1, 2}) {
    const auto found = run_once(folder, settings, threads, "");
    compare_outcome(std::to_string(threads) + " threads: ", expected, found, result.complaints);
  }
  if (!fs::exists(folder / "every_isa")) return result;
  for (const std::string& isa : instruction_sets()) {
    compare_outcome(isa + ": ", expected, run_once(folder, settings, 2, isa), result.complaints);
  }
  return result;
}

void update_cli_case(const fs::path& folder, const CliSettings& settings) {
  if (!everything_needed_is_there(folder, settings)) return;
  const Outcome found = run_once(folder, settings, 1, "");
  replace_expectation(folder / "stdout", found.out);
  replace_expectation(folder / "stderr", found.err);
  replace_expectation(folder / "status", found.status == 0 ? "" : std::to_string(found.status) + "\n");
  fs::remove_all(folder / "files");
  for (const auto& [name, bytes] : found.files) write(folder / "files" / name, bytes);
}

}  // namespace seqlens::test
