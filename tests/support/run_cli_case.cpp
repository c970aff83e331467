// run_cli_case [--update] PROGRAMS_FOLDER CASE_FOLDER...
// Exit code 0: every case passes, 1: one differs, 2: cannot be run, 77: skipped.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "support/cli_case.h"
#include "support/shared_data.h"

namespace {

constexpr int kSkipped = 77;

using namespace seqlens::test;

int check(const std::filesystem::path& folder, const CliSettings& settings) {
  const CliResult result = run_cli_case(folder, settings);
  if (result.skipped) std::printf("%s: [SKIPPED] what it needs is absent\n", folder.c_str());
  for (const auto& complaint : result.complaints) std::printf("%s: %s\n", folder.c_str(), complaint.c_str());
  if (result.skipped) return kSkipped;
  return result.complaints.empty() ? 0 : 1;
}

int run(std::vector<std::string> arguments) {
  const bool update = !arguments.empty() && arguments.front() == "--update";
  if (update) arguments.erase(arguments.begin());
  if (arguments.size() < 2) {
    std::fprintf(stderr, "usage: run_cli_case [--update] PROGRAMS_FOLDER CASE_FOLDER...\n");
    return 2;
  }
  const CliSettings settings{std::filesystem::absolute(arguments.front()), source_dir() / "data",
                             find_shared("")};
  int worst = 0;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (update) update_cli_case(arguments[i], settings);
    worst = std::max(worst, check(arguments[i], settings));
  }
  return worst;
}

}  // namespace

int main(int argc, char** argv) try {
  return run({argv + 1, argv + argc});
} catch (const std::exception& error) {
  std::fprintf(stderr, "run_cli_case: error: %s\n", error.what());
  return 2;
}
