#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"

namespace seqlens::cli {

/// Fills the program's options. Returns the text to print instead of running, for --help and its kin.
/// @throws UsageError for whatever is wrong with the arguments.
std::optional<std::string> parse_command_line(const std::vector<std::string>& arguments,
                                              const detail::ErasedProgram& program);

}  // namespace seqlens::cli
