#pragma once

#include <string>
#include <vector>

namespace seqlens::cli {

/// No INPUT means standard input: "-" is put into an empty list. For the callbacks of options.cpp.
/// @throws UsageError when the list is empty and standard input is a terminal, where a program would wait for
///         what nobody means to type. "-" itself is taken as it is.
void default_to_standard_input(std::vector<std::string>& inputs);

}  // namespace seqlens::cli
