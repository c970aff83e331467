#include "genome_cursor.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace seqlens::input {
namespace {

/// Many BGZF blocks (64 kB), so that few are decompressed twice.
constexpr std::int64_t kBlockBases = 1 << 20;

}  // namespace

void GenomeCursor::open(std::string contig, const Interval& interval) {
  contig_ = std::move(contig);
  left_ = interval;
  block_.clear();
  used_ = 0;
}

std::size_t GenomeCursor::read(std::span<char> out) {
  if (used_ == block_.size()) {
    if (left_.empty()) return 0;
    const std::int64_t end = std::min(left_.end, left_.begin + kBlockBases);
    block_ = genome_.fetch(contig_, {left_.begin, end});
    left_.begin = end;
    used_ = 0;
  }
  const std::size_t count = block_.copy(out.data(), out.size(), used_);
  used_ += count;
  return count;
}

}  // namespace seqlens::input
