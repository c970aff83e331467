#pragma once

#include <string>
#include <string_view>

namespace promoter_scan {

/// The text as a JSON string, quotes included. Bytes that are no valid UTF-8 are kept as they are.
std::string json_string(std::string_view text);

/// The text with the characters that mean something in GFF3 columns and attributes as %XX.
std::string gff_text(std::string_view text);

}  // namespace promoter_scan
