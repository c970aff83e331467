#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tracks/bedgraph_writer.h"

#include "written_text.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

std::string bedgraph(const std::vector<IntervalValue>& values, BedGraphOptions options) {
  return written_text([&](seqio::DataOutput out) {
    BedGraphWriter writer(std::move(out), "# made by a test\n", options);
    writer.write("chr1", values);
    writer.commit();
  });
}

const std::vector<IntervalValue> kValues{{{0, 4}, 0.1F}, {{4, 8}, 0.1F}, {{8, 12}, 3}, {{14, 16}, 3}};

}  // namespace

TEST_CASE("bedGraph merges touching ranges of one value") {
  CHECK(bedgraph(kValues, {}) == "# made by a test\nchr1\t0\t8\t0.1\nchr1\t8\t12\t3\nchr1\t14\t16\t3\n");
}

TEST_CASE("bedGraph with fixed digits and every range on its line") {
  CHECK(bedgraph(kValues, {.merge_equal = false, .decimals = 3}) ==
        "# made by a test\nchr1\t0\t4\t0.100\nchr1\t4\t8\t0.100\nchr1\t8\t12\t3.000\nchr1\t14\t16\t3.000\n");
}

TEST_CASE("bedGraph merges over calls but not over contigs") {
  const std::string text = written_text([&](seqio::DataOutput out) {
    BedGraphWriter writer(std::move(out), "");
    writer.write("a", std::vector<IntervalValue>{{{0, 4}, 1}});
    writer.write("a", std::vector<IntervalValue>{{{4, 8}, 1}});
    writer.write("a", {});
    writer.write("b", std::vector<IntervalValue>{{{8, 12}, 1}});
    writer.commit();
  });
  CHECK(text == "a\t0\t8\t1\nb\t8\t12\t1\n");
}

TEST_CASE("bedGraph refuses values that are not finite") {
  CHECK_THROWS_WITH(bedgraph({{{0, 4}, std::numeric_limits<float>::quiet_NaN()}}, {}),
                    "bedGraph: the value of chr1:1-4 is nan; leave out bases without value");
  CHECK_THROWS_WITH(bedgraph({{{9, 10}, -std::numeric_limits<float>::infinity()}}, {}),
                    "bedGraph: the value of chr1:10-10 is -inf; leave out bases without value");
}
