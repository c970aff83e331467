#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace seqlens::report {

using Rgb = std::array<std::uint8_t, 3>;

/// A PNG file of one byte a pixel, an index into at most 256 colours, row by row from the top. The pixels are
/// stored, not compressed (RFC 1951, 3.2.4), which needs no zlib here; W3C PNG, second edition.
[[nodiscard]] std::vector<std::byte> png_image(std::span<const std::uint8_t> pixels, std::size_t width,
                                               std::span<const Rgb> colours);

}  // namespace seqlens::report
