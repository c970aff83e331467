#pragma once

#include <string>
#include <string_view>

namespace seqlens {

/// The text as it stands between XML tags (HTML and SVG too) or between the double quotes of an attribute.
/// Tabs and line ends stay what they are in attributes too. Bytes that are no UTF-8 and the control
/// characters that XML 1.0 cannot hold become U+FFFD.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace seqlens
