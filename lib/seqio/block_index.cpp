#include "block_index.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fcntl.h>
#include <span>
#include <unistd.h>

#include "seqlens/core/errors.h"

#include "input_file.h"

namespace seqlens::seqio {
namespace {

constexpr std::int64_t kLongestBlock = 1 << 16;  // compressed or not
constexpr std::size_t kMostLookedAt = 1 << 16;
constexpr std::uint64_t kMostBlocks = std::uint64_t{1} << 32;

/// Little endian.
std::uint64_t number_in(std::span<const unsigned char> bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) number = number << 8U | bytes[i - 1];
  return number;
}

bool read_all(hFILE& file, std::span<unsigned char> out) {
  return hread(&file, out.data(), out.size()) == static_cast<ssize_t>(out.size());
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : value_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

}  // namespace

std::optional<BlockIndex> BlockIndex::load(const std::string& path, bool allow_remote) try {
  HFile file = open_input(path, allow_remote);
  std::array<unsigned char, 16> bytes{};
  if (!read_all(*file, std::span(bytes).first(8))) return std::nullopt;
  const std::uint64_t count = number_in(std::span(bytes).first(8));
  if (count > kMostBlocks) return std::nullopt;
  BlockIndex index;
  index.blocks_.emplace_back();
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!read_all(*file, bytes)) return std::nullopt;
    index.blocks_.push_back({static_cast<std::int64_t>(number_in(std::span(bytes).first(8))),
                             static_cast<std::int64_t>(number_in(std::span(bytes).last(8)))});
  }
  const bool at_end = hread(file.get(), bytes.data(), 1) == 0;
  return at_end && index.in_order() ? std::optional(std::move(index)) : std::nullopt;
} catch (const Error&) {
  return std::nullopt;
}

bool BlockIndex::in_order() const {
  const auto jumps = [](const Block& a, const Block& b) {
    // Larger ones first: the difference of two numbers of a damaged file may be none.
    return b.compressed <= a.compressed || b.compressed - a.compressed > kLongestBlock || b.text <= a.text ||
           b.text - a.text > kLongestBlock;
  };
  return std::adjacent_find(blocks_.begin(), blocks_.end(), jumps) == blocks_.end();
}

bool BlockIndex::fits(const std::string& file) const {
  if (is_remote(file)) return true;
  const Descriptor descriptor(file);
  const std::size_t step = (blocks_.size() + kMostLookedAt - 1) / kMostLookedAt;
  for (std::size_t block = 0; block < blocks_.size(); block += step)
    if (!begins_there(descriptor.value(), block)) return false;
  return begins_there(descriptor.value(), blocks_.size() - 1);
}

// A block ends in the size of its text (4 bytes); it begins with 18 bytes that end in its own size less 1.
bool BlockIndex::begins_there(int descriptor, std::size_t block) const {
  constexpr std::size_t kTail = 4;
  constexpr std::array<unsigned char, 4> kMagic{0x1f, 0x8b, 8, 4};
  std::array<unsigned char, kTail + 18> bytes{};
  const std::size_t skipped = block == 0 ? kTail : 0;
  const std::int64_t from = blocks_[block].compressed - static_cast<std::int64_t>(kTail - skipped);
  const auto wanted = std::span(bytes).subspan(skipped);
  if (::pread(descriptor, wanted.data(), wanted.size(), from) != static_cast<ssize_t>(wanted.size()))
    return false;
  const auto header = std::span(bytes).subspan(kTail);
  if (!std::equal(kMagic.begin(), kMagic.end(), header.begin()) || header[12] != 'B' || header[13] != 'C')
    return false;
  const auto size = static_cast<std::int64_t>(number_in(header.subspan(16))) + 1;
  const bool is_last = block + 1 == blocks_.size();
  if (!is_last && blocks_[block].compressed + size != blocks_[block + 1].compressed) return false;
  if (block == 0) return true;
  const auto text = static_cast<std::int64_t>(number_in(std::span(bytes).first(kTail)));
  return blocks_[block - 1].text + text == blocks_[block].text;
}

bool BlockIndex::seek(BGZF& bgzf, std::int64_t offset) const {
  if (offset < 0) return false;
  const auto after =
      std::upper_bound(blocks_.begin(), blocks_.end(), offset,
                       [](std::int64_t value, const Block& block) { return value < block.text; });
  const Block& block = *(after - 1);
  const std::int64_t inside = offset - block.text;
  if (bgzf.block_length > inside && bgzf.block_address == block.compressed) {  // not decompressed again
    bgzf.block_offset = static_cast<int>(inside);
    return true;
  }
  if (bgzf_seek(&bgzf, block.compressed << 16, SEEK_SET) != 0) return false;
  std::array<char, 4096> passed{};
  for (std::int64_t left = inside; left > 0;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(left, passed.size()));
    const ssize_t count = bgzf_read(&bgzf, passed.data(), wanted);
    if (count <= 0) return false;
    left -= count;
  }
  return true;
}

}  // namespace seqlens::seqio
