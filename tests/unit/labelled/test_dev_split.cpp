#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/dev_split.h"

using namespace seqlens;
using namespace seqlens::labelled;

namespace {

/// Records r0, r1, ... each of the group with its number divided by `a_group`; no group: 0.
std::vector<LabelledRecord> records(int count, int a_group) {
  std::vector<LabelledRecord> all;
  for (int i = 0; i < count; ++i) {
    const std::string name = "r" + std::to_string(i);
    all.push_back({name, name, "ACGT", 0, a_group ? "g" + std::to_string(i / a_group) : "", {}});
  }
  return all;
}

}  // namespace

TEST_CASE("whole groups are kept back, and nothing is lost") {
  std::vector<std::string> warnings;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    auto training = records(40, 4);
    auto dev = keep_back(training, 0.25, seed, warnings);
    CHECK(dev.size() == 12);  // the first three groups of four
    CHECK(training.size() + dev.size() == 40);
    std::set<std::string> names, dev_groups;
    for (const auto& record : dev) dev_groups.insert(record.group);
    CHECK(dev_groups.size() == 3);
    for (const auto& record : training) CHECK(dev_groups.count(record.group) == 0);
    for (const auto* side : {&training, &dev})
      for (const auto& record : *side) CHECK(names.insert(record.name).second);
    CHECK(std::is_sorted(training.begin(), training.end(), [](const auto& a, const auto& b) {
      return std::stoi(a.name.substr(1)) < std::stoi(b.name.substr(1));
    }));
  }
  CHECK(warnings.empty());
}

TEST_CASE("records without a group are their own, which is said") {
  std::vector<std::string> warnings;
  auto training = records(10, 0);
  CHECK(keep_back(training, 0.3, 1, warnings).size() == 3);
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Catch::StartsWith("--dev-fraction: 10 of 10 records have no group"));
}

TEST_CASE("without a fraction all is training; of one group none can be kept back") {
  std::vector<std::string> warnings;
  auto training = records(10, 0);
  CHECK(keep_back(training, 0, 1, warnings).empty());
  CHECK(training.size() == 10);
  CHECK(warnings.empty());
  auto one = records(10, 100);
  CHECK_THROWS_WITH(keep_back(one, 0.3, 1, warnings), Catch::StartsWith("all 10 records are of one group"));
}
