#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seqlens/report/table.h"

namespace seqlens::report {

/// The members of a JSON object in the order of the text: texts and numbers as they are, anything else as its
/// JSON text. The text is untrusted.
/// @throws Error when it is no JSON object, or nested more than 32 deep.
[[nodiscard]] std::vector<std::pair<std::string, Cell>> json_members(std::string_view text);

}  // namespace seqlens::report
