#include <catch2/catch.hpp>

#include "motif-discover/evidence.h"

using namespace seqlens;
using namespace motif_discover;

namespace {

/// Ten sequences of 100 bases of little evidence; `magnitude` on bases 40 to 49 of the first.
Evidence evidence_with_run(float magnitude) {
  Evidence evidence(10, std::vector<float>(100, 0.01F));
  for (std::size_t at = 40; at < 50; ++at) evidence[0][at] = magnitude;
  return evidence;
}

}  // namespace

TEST_CASE("seqlets are runs above the limit, whatever the sign") {
  for (const float magnitude : {1.0F, -1.0F}) {
    const auto stretches = seqlets(evidence_with_run(magnitude), 0.5F);
    REQUIRE(stretches.size() == 10);
    REQUIRE(stretches[0].size() == 1);
    // Means of five bases pass from the third on, and four bases on either side belong to it.
    CHECK(stretches[0][0] == Interval{36, 54});
    CHECK(stretches[1].empty());
    CHECK(share_inside(evidence_with_run(magnitude), stretches) ==
          Approx((10 + 8 * 0.01) / (10 + 990 * 0.01)));
  }
}

TEST_CASE("neighbours of opposite signs are no seqlet") {
  Evidence evidence = evidence_with_run(1);
  for (std::size_t at = 40; at < 50; at += 2) evidence[0][at] = -1;
  CHECK(seqlets(evidence, 0.5F)[0].empty());
}

TEST_CASE("nothing above what shuffled sequence has is a seqlet") {
  const Evidence real = evidence_with_run(1);
  CHECK(null_limit(real) < 1);
  CHECK(seqlets(real, null_limit(evidence_with_run(0.01F)))[0].size() == 1);
  Evidence loud(10, std::vector<float>(100, 2));
  CHECK(null_limit(loud) == 2);
  CHECK(seqlets(real, null_limit(loud))[0].empty());
}
