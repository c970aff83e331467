#include <catch2/catch.hpp>

#include "seqlens/labelled/record_sorter.h"
#include "seqlens/train/example.h"

using namespace seqlens;
using namespace seqlens::labelled;

namespace {

GenomeParts parts_of(std::vector<seqio::Region> training, std::vector<seqio::Region> dev,
                     std::vector<seqio::Region> excluded) {
  GenomeParts parts;
  parts.train_regions = std::move(training);
  parts.dev_regions = std::move(dev);
  parts.excluded = std::move(excluded);
  return parts;
}

LabelledRecord record_at(int target, const std::string& contig, Interval interval) {
  return {"place", "name", "ACGT", target, {}, {{}, contig, interval}};
}

const std::vector<train::Tss> kSites{{"X", 1000, Strand::forward}, {"X", 5000, Strand::reverse}};

}  // namespace

TEST_CASE("a record goes where its locus says") {
  const GenomeParts parts =
      parts_of({{"X", {0, 4000}}}, {{"X", {2000, 3000}}}, {{"X", {3500, 3600}}, {"X", {2000, 3000}}});
  const RecordSorter sorter(kSites, parts, 500);
  struct Case {
    const char* what;
    Interval interval;
    RecordUse positive, negative;
  };
  const Case cases[] = {
      {"wholly inside the training regions", {100, 400}, RecordUse::training, RecordUse::training},
      {"over a TSS", {900, 1200}, RecordUse::training, RecordUse::near_tss},
      {"500 bases before a TSS", {201, 501}, RecordUse::training, RecordUse::near_tss},
      {"501 bases before a TSS", {199, 500}, RecordUse::training, RecordUse::training},
      {"wholly inside the dev region", {2000, 3000}, RecordUse::dev, RecordUse::dev},
      {"half in the dev region", {1900, 2100}, RecordUse::outside, RecordUse::outside},
      {"touching what is excluded", {3599, 3700}, RecordUse::outside, RecordUse::outside},
      {"behind what is excluded", {3600, 3700}, RecordUse::training, RecordUse::training},
      {"over the end of the training regions", {3900, 4001}, RecordUse::outside, RecordUse::outside},
      {"near a TSS outside of them", {5200, 5400}, RecordUse::outside, RecordUse::near_tss}};
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(sorter.use_of(record_at(train::kPlus, "X", c.interval)) == c.positive);
    CHECK(sorter.use_of(record_at(train::kNoPromoter, "X", c.interval)) == c.negative);
  }
  CHECK(sorter.use_of(record_at(train::kPlus, "Y", {100, 200})) == RecordUse::outside);
}

TEST_CASE("a negative record near a TSS is left out of the dev set too") {
  const GenomeParts parts = parts_of({{"X", {0, 4000}}}, {{"X", {500, 1500}}}, {{"X", {500, 1500}}});
  const RecordSorter sorter(kSites, parts, 100);
  CHECK(sorter.use_of(record_at(train::kNoPromoter, "X", {950, 1050})) == RecordUse::near_tss);
  CHECK(sorter.use_of(record_at(train::kPlus, "X", {950, 1050})) == RecordUse::dev);
  CHECK(sorter.use_of(record_at(train::kNoPromoter, "X", {600, 700})) == RecordUse::dev);
}

TEST_CASE("without a locus, or without a genome, a record is for training") {
  const GenomeParts parts = parts_of({{"X", {0, 10}}}, {}, {});
  CHECK(RecordSorter(kSites, parts, 500).use_of(record_at(train::kNoPromoter, "", {})) ==
        RecordUse::training);
  const GenomeParts none;
  CHECK(RecordSorter({}, none, 500).use_of(record_at(train::kNoPromoter, "X", {900, 1100})) ==
        RecordUse::training);
}
