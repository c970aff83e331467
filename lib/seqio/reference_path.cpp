#include "seqlens/seqio/reference_path.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace seqlens::seqio {
namespace {

bool is_scheme(std::string_view part) {
  if (part.starts_with("URL=")) part.remove_prefix(4);
  constexpr std::array<std::string_view, 9> kSchemes = {"http", "https",   "ftp",      "ftps",    "s3",
                                                        "gs",   "s3+http", "s3+https", "gs+https"};
  return std::find(kSchemes.begin(), kSchemes.end(), part) != kSchemes.end();
}

/// What follows a scheme: "//host", and a port with the rest of the address.
bool is_rest_of_address(std::string_view part) {
  return part.starts_with("//") || (!part.empty() && std::isdigit(static_cast<unsigned char>(part.front())));
}

}  // namespace

std::string local_reference_path(std::string_view path) {
  std::string kept;
  bool in_address = false;
  while (!path.empty()) {
    const std::size_t colon = std::min(path.find(':'), path.size());
    const std::string_view part = path.substr(0, colon);
    path.remove_prefix(std::min(colon + 1, path.size()));
    in_address = is_scheme(part) || (in_address && is_rest_of_address(part));
    if (in_address) continue;
    if (!kept.empty()) kept += ':';
    kept += part;
  }
  return kept.empty() ? ":" : kept;
}

}  // namespace seqlens::seqio
