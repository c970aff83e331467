#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/tracks/bed_writer.h"
#include "seqlens/tracks/bedgraph_writer.h"
#include "seqlens/tracks/bedpe_writer.h"
#include "seqlens/tracks/interact_writer.h"

#include "support/shell.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

// What a command line says that runs in the folder.
std::string output_of(const test::TempDir& dir, const std::string& command) {
  const auto outcome = test::run_script(dir.write("script", command + "\n"), dir.path(), {});
  return outcome.status == 0 ? outcome.out : "failed: " + outcome.err;
}

seqio::DataOutput output(const test::TempDir& dir, const std::string& name) {
  static std::ostringstream unused;
  return {(dir.path() / name).string(), unused};
}

}  // namespace

TEST_CASE("bedtools and tabix read our BED and bedGraph") {
  const test::TempDir dir;
  const float value = 0.5F;
  const std::vector<BedFeature> features{
      {{4, 24}, "L0H1", 317, Strand::unknown, {8, 12}, head_colour(1), std::span(&value, 1)},
      {{20, 40}, "L0H2", 10, Strand::unknown, {20, 40}, head_colour(2), std::span(&value, 1)}};
  BedWriter bed(output(dir, "x.bed.gz"), "#header\n");
  bed.write("chr1", features);
  bed.commit(true);
  BedGraphWriter graph(output(dir, "x.bedGraph"), "#header\n");
  graph.write("chr1", std::vector<IntervalValue>{{{0, 4}, 0.25F}, {{4, 10}, 0.75F}});
  graph.commit();
  CHECK(output_of(dir, "bedtools merge -i x.bed.gz -c 4,10 -o collapse,mean") ==
        "chr1\t4\t40\tL0H1,L0H2\t0.5\n");
  CHECK(output_of(dir, "tabix x.bed.gz chr1:25-30 | cut -f 4") == "L0H2\n");
  CHECK(output_of(dir, "bedtools map -a x.bed.gz -b x.bedGraph -c 4 -o max | cut -f 4,11") ==
        "L0H1\t0.75\nL0H2\t.\n");
}

TEST_CASE("bedtools and tabix read our pairs") {
  const test::TempDir dir;
  const std::vector<PairFeature> pairs{
      {{40, 44}, {8, 12}, "L1H2", 512, 0.25F, Strand::unknown, head_colour(2)},
      {{60, 64}, {48, 52}, "L1H3", 0, -1.5F, Strand::unknown, head_colour(3)}};
  BedpeWriter bedpe(output(dir, "x.bedpe"), "#header\n");
  bedpe.write("chr1", pairs);
  bedpe.commit();
  InteractWriter interact(output(dir, "x.interact.gz"), "#header\n");
  interact.write("chr1", pairs);
  interact.commit(true);
  dir.write("peak.bed", "chr1\t10\t11\n");
  CHECK(output_of(dir, "bedtools pairtobed -a x.bedpe -b peak.bed | cut -f 7,11") == "L1H2\t0.25\n");
  CHECK(output_of(dir, "bedtools intersect -u -a x.interact.gz -b peak.bed | cut -f 4") == "L1H2\n");
  CHECK(output_of(dir, "tabix x.interact.gz chr1:50-50 | cut -f 4") == "L1H3\n");
}

TEST_CASE("a command that fails is seen") {
  const test::TempDir dir;
  CHECK(output_of(dir, "bedtools merge -i absent.bed").starts_with("failed: "));
}
