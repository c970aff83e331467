#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/seqio/genome.h"

#include "compressed_input.h"
#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

constexpr std::size_t kLines = 6000;  // of 61 bytes: six blocks

char letter(std::size_t line) {
  return "ACGT"[line % 4];
}

std::string text() {
  std::string text = ">a\n";
  for (std::size_t i = 0; i < kLines; ++i) text += std::string(60, letter(i)) + "\n";
  return text;
}

std::uint64_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i > 0; --i)
    number = number << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  return number;
}

void append(std::string& bytes, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xffU);
}

struct Block {
  std::uint64_t compressed;
  std::uint64_t text;
};

/// Where the blocks of a bgzip file begin, but the first, by their headers (SAM specification, 4.1).
std::vector<Block> blocks_of(const std::string& file) {
  std::vector<Block> blocks;
  Block at{0, 0};
  for (;;) {
    const std::size_t size = number_at(file, at.compressed + 16, 2) + 1;
    at.text += number_at(file, at.compressed + size - 4, 4);
    at.compressed += size;
    if (at.compressed + bgzf_end_block_bytes >= file.size()) return blocks;
    blocks.push_back(at);
  }
}

std::string gzi_of(const std::vector<Block>& blocks) {
  std::string bytes;
  append(bytes, blocks.size());
  for (const Block& block : blocks) {
    append(bytes, block.compressed);
    append(bytes, block.text);
  }
  return bytes;
}

TEST_CASE("no block index makes the bases wrong") {
  const TempDir dir;
  const std::string file = bgzip_of(text());
  const std::string path = dir.write("x.fa.gz", file).string();
  const auto blocks = blocks_of(file);
  REQUIRE(blocks.size() >= 4);
  const auto check_reading = [&](const std::string& gzi) {
    dir.write("x.fa.gz.fai", "a\t360000\t3\t60\t61\n");
    dir.write("x.fa.gz.gzi", gzi);
    const Genome genome(path);
    for (const std::size_t line : {std::size_t{0}, kLines / 3, kLines / 2, kLines - 1}) {
      const auto begin = static_cast<std::int64_t>(line) * 60;
      CHECK(genome.fetch("a", {begin, begin + 60}) == std::string(60, letter(line)));
    }
  };
  check_reading(gzi_of(blocks));
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    for (const int damage : {0, 1, 2, 3, 4}) {
      INFO(i << ", damage " << damage);
      auto damaged = blocks;
      if (damage == 0) damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(i));
      if (damage == 1) damaged[i].text += 100;
      if (damage == 2) damaged[i].compressed += 1;
      if (damage == 3) damaged[i].text = std::uint64_t{1} << 63U;
      if (damage == 4) damaged[i].compressed = file.size() + 9;
      check_reading(gzi_of(damaged));
    }
  }
  auto shifted = blocks;
  for (Block& block : shifted) block.text += 61;
  check_reading(gzi_of(shifted));
  std::reverse(shifted.begin(), shifted.end());
  check_reading(gzi_of(shifted));
  check_reading("");
  check_reading("short");
  check_reading(gzi_of(blocks).substr(0, 40));
  check_reading(gzi_of(blocks) + "x");
  std::string huge;
  append(huge, ~std::uint64_t{0});
  check_reading(huge);
}

}  // namespace
}  // namespace seqlens::seqio
