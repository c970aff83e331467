#include "seqlens/cli/default_input.h"

#include <unistd.h>

#include "seqlens/core/errors.h"

namespace seqlens::cli {

void default_to_standard_input(std::vector<std::string>& inputs) {
  if (!inputs.empty()) return;
  if (::isatty(STDIN_FILENO) == 1)
    throw UsageError(
        "no INPUT, and standard input is a terminal; name a file (--help says more), or '-' to type");
  inputs = {"-"};
}

}  // namespace seqlens::cli
