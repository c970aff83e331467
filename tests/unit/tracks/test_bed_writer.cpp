#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tracks/bed_score.h"
#include "seqlens/tracks/bed_writer.h"

#include "support/temp_dir.h"
#include "written_text.h"

using namespace seqlens;
using namespace seqlens::tracks;

TEST_CASE("BED9 with the raw value in column 10 and further ones behind it") {
  const std::array<float, 2> two{0.25F, 3.5F};
  const std::array<float, 1> missing{std::numeric_limits<float>::quiet_NaN()};
  const std::vector<BedFeature> features{
      {{4, 24}, "L0H1", 317, Strand::unknown, {8, 12}, head_colour(1), two},
      {{30, 40}, "L1H8", 1000, Strand::reverse, {30, 40}, head_colour(8), missing}};
  const std::string text = written_text([&](seqio::DataOutput out) {
    BedWriter writer(std::move(out), "#chrom\tstart\n");
    writer.write("chr1", features);
    writer.commit();
  });
  CHECK(text ==
        "#chrom\tstart\n"
        "chr1\t4\t24\tL0H1\t317\t.\t8\t12\t213,94,0\t0.25\t3.5\n"
        "chr1\t30\t40\tL1H8\t1000\t-\t30\t40\t0,114,178\tNA\n");
}

TEST_CASE("BED refuses scores and thick parts that make no sense") {
  BedFeature feature{{4, 24}, "x", 5, Strand::unknown, {4, 24}, {}, {}};
  const auto write = [&] {
    return written_text(
        [&](seqio::DataOutput out) { BedWriter(std::move(out), "").write("chr1", std::span(&feature, 1)); });
  };
  CHECK_NOTHROW(write());
  feature.score = 1001;
  CHECK_THROWS_WITH(write(), "BED: the score of chr1:5-24 is 1001; it must be 0 to 1000");
  feature.score = -1;
  CHECK_THROWS_WITH(write(), "BED: the score of chr1:5-24 is -1; it must be 0 to 1000");
  feature.score = 0;
  feature.thick = {3, 10};
  CHECK_THROWS_WITH(write(), "BED: the thick part 4-10 is not inside chr1:5-24");
  feature.thick = {10, 25};
  CHECK_THROWS_WITH(write(), "BED: the thick part 11-25 is not inside chr1:5-24");
}

TEST_CASE("BED score is linear and clamped") {
  CHECK(bed_score(2, 1, 5) == 250);
  CHECK(bed_score(1, 1, 5) == 0);
  CHECK(bed_score(-7, 1, 5) == 0);
  CHECK(bed_score(5, 1, 5) == 1000);
  CHECK(bed_score(1e30, 1, 5) == 1000);
  CHECK(bed_score(4.9999, 1, 5) == 1000);
  CHECK(bed_score(std::numeric_limits<double>::quiet_NaN(), 1, 5) == 0);
}

TEST_CASE("BED in bgzip gets its index and an uncommitted one leaves no file") {
  const test::TempDir dir;
  const std::string path = (dir.path() / "x.bed.gz").string();
  std::ostringstream unused;
  const BedFeature feature{{4, 24}, "x", 5, Strand::unknown, {4, 24}, {}, {}};
  { BedWriter(seqio::DataOutput(path, unused), "#h\n").write("chr1", std::span(&feature, 1)); }
  CHECK(std::filesystem::is_empty(dir.path()));
  BedWriter writer(seqio::DataOutput(path, unused), "#h\n");
  writer.write("chr1", std::span(&feature, 1));
  writer.commit(true);
  CHECK(std::filesystem::exists(path + ".tbi"));
  CHECK(unused.str().empty());
}
