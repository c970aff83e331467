#pragma once

#include <string>
#include <string_view>

namespace seqlens {

/// The text as it stands between the quotes of a JSON string (RFC 8259): no tab, line end or quote is left in
/// it, so that it can be a TSV cell too. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_escaped(std::string_view text);

/// The text as a JSON string, quotes included.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace seqlens
