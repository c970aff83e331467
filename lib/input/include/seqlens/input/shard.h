#pragma once

#include <cstdint>
#include <string_view>

#include "seqlens/core/interval.h"

namespace seqlens::input {

/// Part `index` of `count` equal parts of a piece of work, counted from 1.
struct Shard {
  std::int64_t index = 1;
  std::int64_t count = 1;

  /// The shard's part of `total` items. The parts of all shards, one after the other, are [0, total).
  [[nodiscard]] Interval part(std::int64_t total) const { return {cut(total, index - 1), cut(total, index)}; }

 private:
  // total * before would overflow for many shards of a large genome.
  [[nodiscard]] std::int64_t cut(std::int64_t total, std::int64_t before) const {
    return total / count * before + total % count * before / count;
  }
};

/// "2/8" -> part 2 of 8, the value of --shard. @throws UsageError for anything else.
[[nodiscard]] Shard parse_shard(std::string_view text);

}  // namespace seqlens::input
