#pragma once

#include "seqlens/cli/common_options.h"

namespace CLI {
class App;
}

namespace seqlens::cli {

/// Defines the options that every program has, in the group "Common". Those that print and leave (--help,
/// ...) are only declared: parse_command_line answers them before anything is parsed.
void define_common_options(CLI::App& app, CommonOptions& options);

}  // namespace seqlens::cli
