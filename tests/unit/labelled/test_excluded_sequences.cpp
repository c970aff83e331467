#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/labelled/excluded_sequences.h"
#include "seqlens/labelled/genome_exclusion.h"

#include "support/random_bases.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::labelled;

namespace {

LabelledRecord record_of(std::string bases, int target) {
  return {"place", "", std::move(bases), target, {}, {}};
}

}  // namespace

TEST_CASE("an excluded source is a file, or a region of one") {
  const test::TempDir dir;
  const std::string file = dir.write("a.fa", ">X\nACGT\n").string();
  const std::string odd = dir.write("b:1.fa", ">X\nACGT\n").string();
  CHECK(locate_excluded(file).file == file);
  CHECK(locate_excluded(file).region.empty());
  CHECK(locate_excluded(file + ":X:1-2").file == file);
  CHECK(locate_excluded(file + ":X:1-2").region == "X:1-2");
  CHECK(locate_excluded(odd).file == odd);
  CHECK(locate_excluded(odd + ":X").region == "X");
  CHECK(locate_excluded("none.fa:X").file.empty());
  CHECK_THROWS_WITH(locate_all_excluded({file, "none.fa"}),
                    "none.fa: no such file, nor FILE:REGION with an existing FILE (--exclude-kmers)");
}

TEST_CASE("records that share 40 bases on either strand are dropped") {
  Random random(3);
  const test::TempDir dir;
  const std::string genome = seqlens::test::random_bases(400, random);
  const std::string file = dir.write("g.fa", ">X\n" + genome + "\n").string();
  const std::string shared = "TTT" + genome.substr(100, 40) + "GG", almost = "TTT" + genome.substr(100, 39);
  const std::vector<LabelledRecord> all{record_of(shared, 0), record_of(almost, 0),
                                        record_of(reverse_complement(shared), 1),
                                        record_of(genome.substr(300, 60), 2), record_of("", 1)};
  const auto left = [&](const std::string& source, bool positives_only) {
    auto records = all;
    const std::size_t dropped = drop_sharing(records, locate_all_excluded({source}), positives_only);
    CHECK(dropped + records.size() == all.size());
    std::vector<int> targets;
    for (const auto& record : records) targets.push_back(record.target);
    return targets;
  };
  CHECK(left(file, false) == std::vector<int>{0, 1});
  CHECK(left(file, true) == std::vector<int>{0, 0, 1});
  CHECK(left(file + ":X:1-200", false) == std::vector<int>{0, 2, 1});
  auto untouched = all;
  CHECK(drop_sharing(untouched, {}, false) == 0);
  CHECK(which_share({&all[0].bases, &all[1].bases}, {{file, {}}}) == std::vector<bool>{true, false});
}

TEST_CASE("stretches that 40-mers of the excluded cover leave the regions") {
  Random random(5);
  const test::TempDir dir;
  const std::string genome = seqlens::test::random_bases(300, random);
  const std::string file =
      dir.write("x.fa", ">s\n" + genome.substr(100, 50) + "\n>short\n" + genome.substr(0, 39)).string();
  std::vector<train::TrainingContig> contigs{{"X", genome, {{0, 120}, {140, 300}}}};
  CHECK(exclude_shared_stretches({{file, {}}}, contigs) == 50);
  CHECK(contigs[0].regions == std::vector<Interval>{{0, 100}, {150, 300}});
}

TEST_CASE("the reach of a TSS goes when its promoter is shared") {
  Random random(6);
  const test::TempDir dir;
  const std::string genome = seqlens::test::random_bases(4000, random);
  const train::PromoterGeometry geometry{.window = 100, .tss_index = 80, .positive_within = 10};
  const std::vector<train::Tss> sites{{"X", 1000, Strand::forward},
                                      {"X", 2000, Strand::reverse},
                                      {"X", 3900, Strand::forward},
                                      {"Y", 5, Strand::forward}};
  GenomeParts parts;
  parts.train_regions = {{"X", {0, 3700}}};
  const auto excluded_by = [&](std::size_t begin, std::size_t length) {
    parts.training = {{"X", genome, {{0, 3700}}}};
    const std::string file = dir.write("x.fa", ">s\n" + genome.substr(begin, length) + "\n").string();
    const auto [compared, dropped] = exclude_shared_sites(sites, geometry, {{file, {}}}, parts);
    CHECK(compared == 2);  // the third reaches no training region, the fourth is on no contig
    CHECK(dropped == (parts.training[0].regions.size() > 1 ? 1 : 0));
    return parts.training[0].regions;
  };
  using Regions = std::vector<Interval>;
  // The promoter with its slack: 1000 - 80 - 10 = 910 to 1030; on - 2000 - 19 - 10 = 1971 to 2091.
  CHECK(excluded_by(880, 70) == Regions{{0, 890}, {1110, 3700}});
  CHECK(excluded_by(880, 69) == Regions{{0, 3700}});
  CHECK(excluded_by(990, 100) == Regions{{0, 890}, {1110, 3700}});
  CHECK(excluded_by(991, 100) == Regions{{0, 3700}});
  CHECK(excluded_by(2051, 100) == Regions{{0, 1890}, {2110, 3700}});
  CHECK(excluded_by(2052, 100) == Regions{{0, 3700}});
}
