#include "support/doc_commands.h"

#include <cstdlib>
#include <span>
#include <sstream>

#include "support/shell.h"
#include "support/temp_dir.h"

namespace seqlens::test {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The lines from `at` to the closing fence; `at` then points behind it.
std::string take_block(const std::vector<std::string>& lines, std::size_t& at) {
  std::string block;
  for (; at < lines.size() && lines[at] != "```"; ++at) block += lines[at] + "\n";
  if (at < lines.size()) ++at;
  return block;
}

std::optional<std::string> take_shown_output(const std::vector<std::string>& lines, std::size_t& at) {
  std::size_t next = at;
  while (next < lines.size() && lines[next].empty()) ++next;
  if (next == lines.size() || lines[next] != "```text") return std::nullopt;
  at = next + 1;
  return take_block(lines, at);
}

bool matches(std::span<const std::string> shown, std::span<const std::string> found) {
  if (shown.empty()) return found.empty();
  if (shown.front() == "...") {
    for (std::size_t skipped = 0; skipped <= found.size(); ++skipped) {
      if (matches(shown.subspan(1), found.subspan(skipped))) return true;
    }
    return false;
  }
  return !found.empty() && shown.front() == found.front() && matches(shown.subspan(1), found.subspan(1));
}

}  // namespace

std::vector<DocStep> doc_steps(std::string_view markdown) {
  std::vector<DocStep> steps;
  const auto lines = lines_of(markdown);
  for (std::size_t at = 0; at < lines.size();) {
    if (lines[at] != "```sh run") {
      ++at;
      continue;
    }
    DocStep step{at + 1, {}, {}};
    ++at;
    step.commands = take_block(lines, at);
    step.expected = take_shown_output(lines, at);
    steps.push_back(std::move(step));
  }
  return steps;
}

bool matches_shown(std::string_view shown, std::string_view output) {
  return matches(lines_of(shown), lines_of(output));
}

std::vector<std::string> run_doc_steps(const std::vector<DocStep>& steps,
                                       const std::filesystem::path& programs,
                                       const std::filesystem::path& data) {
  const TempDir scripts;
  const TempDir work;
  std::filesystem::create_directory_symlink(data, work.path() / "data");
  const std::string path = programs.string() + ":" + std::getenv("PATH");
  std::vector<std::string> complaints;
  for (const DocStep& step : steps) {
    const auto commands = scripts.write("commands", step.commands);
    // Not sh: Debian 12's has no pipefail.
    const auto script =
        scripts.write("script", "exec bash -e -o pipefail " + shell_quoted(commands.string()) + "\n");
    const auto outcome =
        run_script(script, work.path(), {{"PATH", path}, {"LC_ALL", "C"}, {"SEQLENS_MODEL", ""}});
    const std::string place = "line " + std::to_string(step.line) + ": ";
    if (outcome.status != 0) {
      complaints.push_back(place + "exit code " + std::to_string(outcome.status) + "\n" + outcome.err);
    } else if (step.expected && !matches_shown(*step.expected, outcome.out)) {
      complaints.push_back(place + "printed\n" + outcome.out);
    }
  }
  return complaints;
}

}  // namespace seqlens::test
