#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/genome.h"

namespace seqlens::input {

/// Reads an interval of a genome from left to right, a block at a time.
class GenomeCursor {
 public:
  explicit GenomeCursor(const seqio::Genome& genome) : genome_(genome) {}

  void open(std::string contig, const Interval& interval);
  /// As many bases as fit in `out` or are left in the block; 0 at the end of the interval.
  [[nodiscard]] std::size_t read(std::span<char> out);

 private:
  const seqio::Genome& genome_;
  std::string contig_;
  Interval left_;  // not fetched yet
  std::string block_;
  std::size_t used_ = 0;
};

}  // namespace seqlens::input
