#include <catch2/catch.hpp>

#include "seqlens/seqio/alignment.h"

namespace seqlens::seqio {
namespace {

TEST_CASE("flags say what kind of read it is") {
  Alignment alignment;
  alignment.contig = std::string("c");
  alignment.position = 0;
  struct Case {
    std::uint16_t flag;
    bool mapped, reverse, secondary, supplementary, primary;
  };
  const auto expected = GENERATE(
      Case{0, true, false, false, false, true}, Case{4, false, false, false, false, true},
      Case{16, true, true, false, false, true}, Case{256, true, false, true, false, false},
      Case{2048, true, false, false, true, false}, Case{2048 + 256 + 16, true, true, true, true, false});
  alignment.flag = expected.flag;
  CHECK(alignment.is_mapped() == expected.mapped);
  CHECK(alignment.is_reverse() == expected.reverse);
  CHECK(alignment.is_secondary() == expected.secondary);
  CHECK(alignment.is_supplementary() == expected.supplementary);
  CHECK(alignment.is_primary() == expected.primary);
}

TEST_CASE("without contig or position a read is not mapped whatever its flag") {
  Alignment alignment;
  CHECK_FALSE(alignment.is_mapped());
  alignment.position = 5;
  CHECK_FALSE(alignment.is_mapped());
  alignment.contig = std::string("c");
  CHECK(alignment.is_mapped());
  alignment.position = -1;
  CHECK_FALSE(alignment.is_mapped());
}

}  // namespace
}  // namespace seqlens::seqio
