#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seqlens::test {

/// Where a command-line case finds things.
struct CliSettings {
  std::filesystem::path programs;  ///< folder put in front of PATH
  std::filesystem::path data;      ///< the project's data/: $DATA in `cmd`, DATA in the expected output
  std::optional<std::filesystem::path> shared;  ///< the shared material: $SHARED and SHARED
};

struct CliResult {
  bool skipped = false;
  /// What differs from the expected, one complaint each with the first differing line; empty: the case
  /// passes.
  std::vector<std::string> complaints;
};

/// Runs a case folder and compares. It holds
///   cmd        a shell script, run by `sh` in a temporary copy of the folder, programs on PATH, stdin empty
///   stdout, stderr, status   what must come out, byte for byte (absent: nothing, nothing, 0)
///   files/     the files that must have been written; any other new file is a complaint
///   normalize  a `sed -E` script applied to stdout and stderr first, for what is truly different each time
///   (seconds) needs      paths under the shared material, one a line; when one is absent, the case is
///   skipped every_isa  (empty) run at every instruction set too
/// Anything else in the folder is input. The command runs with SEQLENS_THREADS=1 and 2 (and each
/// SEQLENS_ISA), against the same expectation.
///
/// @throws std::exception when the case cannot be run at all (no cmd, no temporary folder).
CliResult run_cli_case(const std::filesystem::path& folder, const CliSettings& settings);

/// Writes what comes out with one thread as the new expectation.
void update_cli_case(const std::filesystem::path& folder, const CliSettings& settings);

}  // namespace seqlens::test
