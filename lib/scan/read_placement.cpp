#include "seqlens/scan/read_placement.h"

#include <algorithm>
#include <cstdint>

#include "seqlens/seqio/cigar_map.h"

namespace seqlens::scan {
namespace {

bool is_clipped(const seqio::CigarMap& map, std::int64_t offset, std::int64_t read_bases) {
  return !map.reference_interval({0, offset + 1}) || !map.reference_interval({offset, read_bases});
}

std::optional<std::int64_t> nearest_position(const seqio::CigarMap& map, const Call& call) {
  const std::int64_t farthest = std::max(call.tss - call.window.begin, call.window.end - call.tss);
  for (std::int64_t distance = 0; distance <= farthest; ++distance) {
    for (const std::int64_t offset : {call.tss - distance, call.tss + distance}) {
      if (!call.window.contains(offset)) continue;
      if (const auto position = map.reference_position(offset)) return position;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Call> place_on_reference(const Call& call, const seqio::Alignment& alignment) {
  const std::int64_t read_bases = seqio::cigar_read_length(alignment);
  const seqio::CigarMap map(alignment, read_bases);
  if (is_clipped(map, call.tss, read_bases)) return std::nullopt;
  const auto window = map.reference_interval(call.window);
  const auto tss = nearest_position(map, call);
  if (!window || !tss) return std::nullopt;
  return Call{*window, map.reference_strand(call.strand), *tss, call.logit};
}

}  // namespace seqlens::scan
