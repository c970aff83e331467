#include <array>

#include <catch2/catch.hpp>

#include "seqlens/tracks/autosql.h"

using namespace seqlens::tracks;

TEST_CASE("autoSql: UCSC's nine columns of BED, then one's own") {
  const std::array<AutoSqlField, 1> own{{{"float", "z", "Highest z"}}};
  CHECK(autosql_text("runs", "Where a head looks", own) ==
        "table runs\n"
        "\"Where a head looks\"\n"
        "(\n"
        "  string chrom; \"Reference sequence\"\n"
        "  uint chromStart; \"Start, 0-based\"\n"
        "  uint chromEnd; \"End, not included\"\n"
        "  string name; \"Name\"\n"
        "  uint score; \"0 to 1000, which ranks\"\n"
        "  char[1] strand; \"+, - or .\"\n"
        "  uint thickStart; \"Start of the part that is drawn thick\"\n"
        "  uint thickEnd; \"End of it\"\n"
        "  uint reserved; \"Colour (itemRgb)\"\n"
        "  float z; \"Highest z\"\n"
        ")\n");
}
