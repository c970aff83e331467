#include <algorithm>
#include <optional>

#include "seqlens/seqio/cigar_map.h"

#include "generated.h"

namespace seqlens::seqio {
namespace {

using Places = std::vector<std::optional<std::int64_t>>;

Alignment random_alignment(Random& random) {
  Alignment alignment;
  alignment.flag = random.below(2) == 0 ? 0 : 16;
  alignment.contig = std::string("c");
  alignment.contig_length = 100 + static_cast<std::int64_t>(random.below(60));
  alignment.position = static_cast<std::int64_t>(random.below(90));
  const std::size_t operations = random.below(8);
  for (std::size_t i = 0; i < operations; ++i) {
    alignment.cigar.push_back({"MIDNP=X"[random.below(7)], static_cast<std::int64_t>(random.below(12))});
  }
  if (random.below(2) == 0) alignment.cigar.insert(alignment.cigar.begin(), {'S', 3});
  if (random.below(2) == 0) alignment.cigar.push_back({'H', 2});
  return alignment;
}

// Base by base, as the SAM specification words it.
Places places_of(const Alignment& alignment) {
  Places places;
  std::int64_t reference = alignment.position;
  for (const auto& [code, length] : alignment.cigar) {
    const std::string consumes_both = "M=X";
    const std::string consumes_read = "IS";
    const std::string consumes_reference = "DN";
    for (std::int64_t i = 0; i < length; ++i) {
      if (consumes_both.find(code) != std::string::npos) {
        places.push_back(reference < alignment.contig_length ? std::optional(reference) : std::nullopt);
        ++reference;
      }
      if (consumes_read.find(code) != std::string::npos) places.push_back(std::nullopt);
      if (consumes_reference.find(code) != std::string::npos) ++reference;
    }
  }
  if (alignment.is_reverse()) std::reverse(places.begin(), places.end());
  return places;
}

std::optional<Interval> hull(const Places& places, std::size_t begin, std::size_t end) {
  std::optional<Interval> found;
  for (std::size_t i = begin; i < end; ++i) {
    if (!places[i]) continue;
    if (!found) found = Interval{*places[i], *places[i] + 1};
    found->begin = std::min(found->begin, *places[i]);
    found->end = std::max(found->end, *places[i] + 1);
  }
  return found;
}

TEST_CASE("the CIGAR map places bases as one by one counting does") {
  SEQLENS_EACH_SEED(seed, 300);
  Random random(seed);
  const Alignment alignment = random_alignment(random);
  const Places places = places_of(alignment);
  const CigarMap map(alignment, static_cast<std::int64_t>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    CHECK(map.reference_position(static_cast<std::int64_t>(i)) == places[i]);
  }
  for (std::size_t begin = 0; begin <= places.size(); ++begin) {
    const std::size_t end = begin + random.below(places.size() - begin + 1);
    const auto interval =
        map.reference_interval({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
    CHECK((interval == hull(places, begin, end)));
  }
}

}  // namespace
}  // namespace seqlens::seqio
