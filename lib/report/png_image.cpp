#include "png_image.h"

#include <algorithm>
#include <string_view>

namespace seqlens::report {
namespace {

using Bytes = std::vector<std::byte>;

void put(Bytes& bytes, std::uint8_t value) {
  bytes.push_back(static_cast<std::byte>(value));
}

void put_big(Bytes& bytes, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) put(bytes, static_cast<std::uint8_t>(value >> shift));
}

/// ISO 3309, bit by bit: pictures are small.
std::uint32_t crc32(std::span<const std::byte> bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::byte byte : bytes) {
    crc ^= std::to_integer<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

/// RFC 1950.
std::uint32_t adler32(std::span<const std::byte> bytes) {
  constexpr std::uint32_t kPrime = 65521;
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const std::byte byte : bytes) {
    a = (a + std::to_integer<std::uint32_t>(byte)) % kPrime;
    b = (b + a) % kPrime;
  }
  return b << 16 | a;
}

void put_chunk(Bytes& file, std::string_view kind, std::span<const std::byte> data) {
  put_big(file, static_cast<std::uint32_t>(data.size()));
  const std::size_t from = file.size();
  for (const char c : kind) put(file, static_cast<std::uint8_t>(c));
  file.insert(file.end(), data.begin(), data.end());
  put_big(file, crc32(std::span(file).subspan(from)));
}

/// A zlib stream of stored blocks.
Bytes stored(std::span<const std::byte> bytes) {
  constexpr std::size_t kBlock = 65535;
  Bytes stream{std::byte{0x78}, std::byte{0x01}};
  std::span<const std::byte> left = bytes;
  do {
    const auto block = left.first(std::min(left.size(), kBlock));
    left = left.subspan(block.size());
    const auto size = static_cast<std::uint16_t>(block.size());
    put(stream, left.empty() ? 1 : 0);
    for (const std::uint32_t half : {std::uint32_t{size}, ~std::uint32_t{size}}) {
      put(stream, static_cast<std::uint8_t>(half & 255));
      put(stream, static_cast<std::uint8_t>(half >> 8 & 255));
    }
    stream.insert(stream.end(), block.begin(), block.end());
  } while (!left.empty());
  put_big(stream, adler32(bytes));
  return stream;
}

}  // namespace

std::vector<std::byte> png_image(std::span<const std::uint8_t> pixels, std::size_t width,
                                 std::span<const Rgb> colours) {
  Bytes file;
  for (const int value : {0x89, 'P' + 0, 'N' + 0, 'G' + 0, 0x0D, 0x0A, 0x1A, 0x0A})
    put(file, static_cast<std::uint8_t>(value));
  Bytes header;
  put_big(header, static_cast<std::uint32_t>(width));
  put_big(header, static_cast<std::uint32_t>(pixels.size() / width));
  for (const int value : {8, 3, 0, 0, 0}) put(header, static_cast<std::uint8_t>(value));
  put_chunk(file, "IHDR", header);
  Bytes palette;
  for (const Rgb& colour : colours)
    for (const std::uint8_t part : colour) put(palette, part);
  put_chunk(file, "PLTE", palette);
  Bytes rows;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (i % width == 0) put(rows, 0);  // the row is not filtered
    put(rows, pixels[i]);
  }
  put_chunk(file, "IDAT", stored(rows));
  put_chunk(file, "IEND", {});
  return file;
}

}  // namespace seqlens::report
