#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace seqlens::test {

struct ShellOutcome {
  int status = 0;  ///< exit code; 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

/// Runs `sh SCRIPT` in a folder with an empty stdin and these environment variables set (empty value: unset).
/// @throws std::runtime_error when the shell cannot be started.
ShellOutcome run_script(const std::filesystem::path& script, const std::filesystem::path& folder,
                        const std::map<std::string, std::string>& environment);

/// 'text' quoted for sh.
std::string shell_quoted(const std::string& text);

}  // namespace seqlens::test
