// run_doc_commands PROGRAMS_FOLDER DOCUMENT.md
// Exit code 0: the document's commands do what it shows, 1: one does not, 2: cannot be run.
#include <cstdio>
#include <exception>

#include "support/doc_commands.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

int main(int argc, char** argv) try {
  using namespace seqlens::test;
  if (argc != 3) {
    std::fprintf(stderr, "usage: run_doc_commands PROGRAMS_FOLDER DOCUMENT.md\n");
    return 2;
  }
  const auto steps = doc_steps(read_file(argv[2]));
  std::printf("%s: %zu command blocks\n", argv[2], steps.size());
  const auto complaints = run_doc_steps(steps, std::filesystem::absolute(argv[1]), source_dir() / "data");
  for (const auto& complaint : complaints) std::printf("%s: %s\n", argv[2], complaint.c_str());
  return complaints.empty() ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "run_doc_commands: error: %s\n", error.what());
  return 2;
}
