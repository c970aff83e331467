#include "support/shell.h"

#include <cstdlib>
#include <stdexcept>
#include <sys/wait.h>

#include "support/temp_dir.h"

namespace seqlens::test {
namespace {

std::string environment_prefix(const std::map<std::string, std::string>& environment) {
  std::string unset = "env";
  std::string set;
  for (const auto& [name, value] : environment) {
    if (value.empty()) {
      unset += " -u " + name;
    } else {
      set += " " + name + "=" + shell_quoted(value);
    }
  }
  return unset + set;
}

int exit_code(int wait_status) {
  if (WIFSIGNALED(wait_status)) return 128 + WTERMSIG(wait_status);
  return WEXITSTATUS(wait_status);
}

}  // namespace

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else {
      quoted += letter;
    }
  }
  return quoted + "'";
}

ShellOutcome run_script(const std::filesystem::path& script, const std::filesystem::path& folder,
                        const std::map<std::string, std::string>& environment) {
  const TempDir captured;
  const auto out = captured.path() / "stdout";
  const auto err = captured.path() / "stderr";
  const std::string command = "cd " + shell_quoted(folder.string()) + " && exec " +
                              environment_prefix(environment) + " sh " + shell_quoted(script.string()) +
                              " </dev/null >" + shell_quoted(out.string()) + " 2>" +
                              shell_quoted(err.string());
  const int wait_status = std::system(command.c_str());
  if (wait_status == -1) throw std::runtime_error("cannot start a shell");
  return {exit_code(wait_status), read_file(out), read_file(err)};
}

}  // namespace seqlens::test
