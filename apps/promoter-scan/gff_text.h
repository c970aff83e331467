#pragma once

#include <string>
#include <string_view>

namespace promoter_scan {

/// The text with the characters that mean something in GFF3 columns and attributes as %XX.
std::string gff_text(std::string_view text);

}  // namespace promoter_scan
