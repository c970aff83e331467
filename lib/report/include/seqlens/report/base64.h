#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace seqlens::report {

/// Bytes as text (RFC 4648, section 4: with '+', '/' and padding).
[[nodiscard]] std::string base64(std::span<const std::byte> bytes);

}  // namespace seqlens::report
