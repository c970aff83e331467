#include <array>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"

#include "attention-tracks/kept_records.h"
#include "support/memory_source.h"

using namespace attention_tracks;
using namespace seqlens;

namespace {

std::string read_all(input::BaseSource& source) {
  std::string bases;
  std::array<char, 3> buffer{};
  while (const std::size_t got = source.read_bases(buffer)) bases.append(buffer.data(), got);
  return bases;
}

/// Bases 90 to 121 of a record, of which 96 to 120 are its stretch.
KeptRecord stretch() {
  KeptRecord record;
  record.header.name = "chr1";
  record.header.begin = 96;
  record.header.bases_before = 6;
  record.header.bases_behind = 1;
  record.header.selection = input::Selection({{{100, 102}}, {{110, 113}}});
  record.bases = "abcdefghijklmnopqrstuvwxyzABCDE";
  return record;
}

}  // namespace

TEST_CASE("what is read is handed on and kept") {
  test::MemorySource source({{"a", "ACGT"}, {"b", "TT"}});
  KeptRecords kept;
  KeepingSource keeping(source, kept, 6);
  input::SourceRecord record;
  REQUIRE(keeping.begin_record(record));
  CHECK(read_all(keeping) == "ACGT");
  REQUIRE(keeping.begin_record(record));
  CHECK(record.name == "b");
  CHECK(read_all(keeping) == "TT");
  CHECK_FALSE(keeping.begin_record(record));
  REQUIRE(kept.records.size() == 2);
  CHECK(kept.records[0].bases == "ACGT");
  CHECK(kept.records[0].shown() == std::vector<Interval>{{0, 4}});
  CHECK(kept.shown_bases == 6);
}

TEST_CASE("more than a page shows is refused as soon as it is read") {
  test::MemorySource source({{"a", "ACGT"}, {"b", "TT"}});
  KeptRecords kept;
  KeepingSource keeping(source, kept, 5);
  input::SourceRecord record;
  REQUIRE(keeping.begin_record(record));
  CHECK(read_all(keeping) == "ACGT");
  REQUIRE(keeping.begin_record(record));
  CHECK_THROWS_WITH(read_all(keeping),
                    "--report: a page shows at most 5 bases, of all records and regions together; choose "
                    "fewer with --region or --bed");
}

TEST_CASE("a stretch is given again with the flanks that are wanted, from a window start on") {
  const KeptRecord kept = stretch();
  CHECK(kept.first_base() == 90);
  CHECK(kept.shown() == std::vector<Interval>{{100, 102}, {110, 113}});
  input::SourceRecord record;

  KeptSource same(kept, 48, 6);
  REQUIRE(same.begin_record(record));
  CHECK(record.begin == 96);
  CHECK(record.bases_before == 6);
  CHECK(record.bases_behind == 1);
  CHECK_FALSE(record.selection.has_value());
  CHECK(read_all(same) == kept.bases);
  CHECK_FALSE(same.begin_record(record));

  KeptSource other(kept, 25, 0);
  REQUIRE(other.begin_record(record));
  CHECK(record.begin == 100);
  CHECK(record.bases_before == 0);
  CHECK(record.bases_behind == 0);
  CHECK(read_all(other) == "klmnopqrstuvwxyzABCD");
}
