#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "option_docs.h"

namespace seqlens::cli {

/// Completion script for "bash", "zsh" or "fish": names of options, listed values, else files.
/// @throws UsageError for another shell.
std::string completion_script(std::string_view shell, const std::string& program,
                              const std::vector<OptionDoc>& options);

}  // namespace seqlens::cli
