#pragma once

#include <string>
#include <string_view>

namespace seq_tokenize {

/// The text as it stands between the quotes of a JSON string: no tab, line end or quote is left in it, so
/// that it can be a TSV cell too. Bytes that are no UTF-8 become U+FFFD.
std::string escaped_text(std::string_view text);

}  // namespace seq_tokenize
