#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "seqlens/seqio/text_output.h"

#include "support/temp_dir.h"

namespace seqlens::seqio {

/// A gzip file (RFC 1952) of stored blocks, so that tests need no compressor.
inline std::string gzip_of(std::string_view bytes) {
  const auto little_endian = [](std::uint32_t value, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
  };
  std::uint32_t crc = 0xffffffffU;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) ? 0xedb88320U : 0U);
  }
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  constexpr std::size_t longest_block = 65535;
  std::string_view rest = bytes;
  do {
    const std::string_view block = rest.substr(0, longest_block);
    rest.remove_prefix(block.size());
    const auto size = static_cast<std::uint32_t>(block.size());
    out += rest.empty() ? '\x01' : '\0';
    out += little_endian(size, 2) + little_endian(~size, 2);
    out += block;
  } while (!rest.empty());
  return out + little_endian(~crc, 4) + little_endian(static_cast<std::uint32_t>(bytes.size()), 4);
}

/// A bgzip file, end-of-file block (28 bytes) included.
inline std::string bgzip_of(std::string_view bytes) {
  const test::TempDir dir;
  BgzfOutput out((dir.path() / "x.gz").string());
  out.write(bytes);
  out.commit();
  return test::read_file(dir.path() / "x.gz");
}

constexpr std::size_t bgzf_end_block_bytes = 28;

}  // namespace seqlens::seqio
