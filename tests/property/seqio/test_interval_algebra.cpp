#include <bitset>

#include "seqlens/core/interval.h"

#include "generated.h"

namespace seqlens::seqio {
namespace {

using Bitmap = std::bitset<32>;

Bitmap bitmap_of(const Interval& interval) {
  Bitmap bits;
  for (std::int64_t i = interval.begin; i < interval.end; ++i) bits.set(static_cast<std::size_t>(i));
  return bits;
}

TEST_CASE("intervals agree with bitmaps") {
  SEQLENS_EACH_SEED(seed, 500);
  Random random(seed);
  const auto random_interval = [&] {
    const auto begin = static_cast<std::int64_t>(random.below(31));
    return Interval{
        begin, begin + 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(32 - begin)))};
  };
  const Interval a = random_interval();
  const Interval b = random_interval();
  const auto position = static_cast<std::int64_t>(random.below(32));
  CHECK(a.length() == static_cast<std::int64_t>(bitmap_of(a).count()));
  CHECK(a.empty() == bitmap_of(a).none());
  CHECK(a.overlaps(b) == (bitmap_of(a) & bitmap_of(b)).any());
  CHECK(a.overlaps(b) == b.overlaps(a));
  CHECK(a.contains(position) == bitmap_of(a).test(static_cast<std::size_t>(position)));
  CHECK((a == b) == (bitmap_of(a) == bitmap_of(b)));
}

}  // namespace
}  // namespace seqlens::seqio
