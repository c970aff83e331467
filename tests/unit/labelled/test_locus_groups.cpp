#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/labelled/locus_groups.h"

using namespace seqlens::labelled;
using seqlens::seqio::RecordOrigin;

TEST_CASE("overlapping intervals are one locus and clusters go first") {
  const std::vector<RecordOrigin> origins = {
      {"", "X", {100, 400}},  {"", "X", {400, 700}}, {"", "X", {250, 401}}, {"", "1", {100, 400}},
      {"7", "X", {100, 400}}, {"", "", {}},          {"", "", {}},          {"7", "", {}}};
  const auto names = group_names(origins);
  CHECK(names[0] == names[2]);
  CHECK(names[0] == names[1]);  // through the third, which overlaps both
  CHECK(names[3] != names[0]);
  CHECK(names[4] == names[7]);
  CHECK(names[4] != names[0]);
  CHECK(names[5] != names[6]);
}

TEST_CASE("touching intervals are two loci") {
  const std::vector<RecordOrigin> origins = {{"", "X", {100, 400}}, {"", "X", {400, 700}}};
  const auto names = group_names(origins);
  CHECK(names[0] != names[1]);
}
