#pragma once

#include <string>
#include <vector>

#include "seqlens/cli/program_text.h"

#include "option_docs.h"

namespace seqlens::cli {

/// The manual page of section 1, in roff's man macros.
std::string man_page(const ProgramText& program, const std::vector<OptionDoc>& options);

}  // namespace seqlens::cli
