#include "promoter-scan/gff_text.h"

#include <fmt/format.h>

namespace promoter_scan {

std::string gff_text(std::string_view text) {
  constexpr std::string_view kReserved = "%;=&,>";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f || kReserved.find(c) != std::string_view::npos) {
      result += fmt::format("%{:02X}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace promoter_scan
