#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "seqlens/cli/program_text.h"

#include "option_docs.h"

namespace seqlens::cli {

/// What --help prints.
std::string help_text(const ProgramText& program, const std::vector<OptionDoc>& options);

/// The text broken at spaces into lines of at most `width` letters (a longer word stays whole).
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// The paragraphs of a text, which empty lines separate; line ends inside become spaces.
std::vector<std::string> paragraphs(std::string_view text);

}  // namespace seqlens::cli
