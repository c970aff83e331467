#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tracks/bedpe_writer.h"
#include "seqlens/tracks/interact_writer.h"

#include "written_text.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

const std::vector<PairFeature> kPairs{
    {{40, 44}, {8, 12}, "L1H2", 512, 0.25F, Strand::unknown, head_colour(2)},
    {{8, 12}, {40, 44}, "L1H3", 0, -1.5F, Strand::reverse, head_colour(6)}};

template <class Writer>
std::string text_of(const std::vector<PairFeature>& pairs) {
  return written_text([&](seqio::DataOutput out) {
    Writer writer(std::move(out), "#header\n");
    writer.write("chr1", pairs);
    writer.commit();
  });
}

}  // namespace

TEST_CASE("BEDPE has the source first and the raw value in column 11") {
  CHECK(text_of<BedpeWriter>(kPairs) ==
        "#header\n"
        "chr1\t40\t44\tchr1\t8\t12\tL1H2\t512\t.\t.\t0.25\n"
        "chr1\t8\t12\tchr1\t40\t44\tL1H3\t0\t-\t-\t-1.5\n");
}

TEST_CASE("interact has 18 columns and spans both places whichever comes first") {
  CHECK(text_of<InteractWriter>(kPairs) ==
        "#header\n"
        "chr1\t8\t44\tL1H2\t512\t0.25\t.\t0,158,115\tchr1\t40\t44\tquery\t.\tchr1\t8\t12\tkey\t.\n"
        "chr1\t8\t44\tL1H3\t0\t-1.5\t.\t0,0,0\tchr1\t8\t12\tquery\t-\tchr1\t40\t44\tkey\t-\n");
}

TEST_CASE("pair formats refuse a score that is none") {
  std::vector<PairFeature> pairs = kPairs;
  pairs[1].score = 2000;
  CHECK_THROWS_WITH(text_of<BedpeWriter>(pairs),
                    "BEDPE: the score of chr1:9-12 is 2000; it must be 0 to 1000");
  CHECK_THROWS_WITH(text_of<InteractWriter>(pairs),
                    "interact: the score of chr1:9-12 is 2000; it must be 0 to 1000");
}
