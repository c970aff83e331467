#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/attention/null_table.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

/// Bin 1: track 0 is 1, 2, ... 100 at position 0 and 5 at position 1. Bin 3: 10 more everywhere.
std::vector<NullTable::Sample> samples() {
  std::vector<NullTable::Sample> result;
  for (int i = 1; i <= 100; ++i) {
    const auto value = static_cast<float>(i);
    result.push_back({1, 2, {value, 5}});
    result.push_back({3, 2, {value + 10, 15}});
  }
  return result;
}

}  // namespace

TEST_CASE("a null has mean and deviation and quantiles of each bin and position") {
  const NullTable table(samples(), 1);
  CHECK(table.positions() == 2);
  const double sd = std::sqrt((100.0 * 100 - 1) / 12 * 100 / 99);
  CHECK(table.z(1, 0, 0, 2, 50.5F + 2 * static_cast<float>(sd)) == Approx(2));
  CHECK(table.z(3, 0, 0, 2, 60.5F) == Approx(0).margin(1e-5));
  CHECK(table.quantile(1, 0, 0, 2, 0) == 50);
  CHECK(table.quantile(1, 0, 0, 2, 3) == 99);
  CHECK(table.quantile(1, 0, 0, 2, 4) == 100);
}

TEST_CASE("where the null does not vary a value is at it or beyond it") {
  const NullTable table(samples(), 1);
  CHECK(table.z(1, 0, 1, 2, 5) == 0);
  CHECK(table.z(1, 0, 1, 2, 5.1F) == 1000);
  CHECK(table.z(1, 0, 1, 2, 4) == -1000);
}

TEST_CASE("a bin without windows is like its nearest") {
  const NullTable table(samples(), 1);
  for (const auto& [bin, like] : {std::pair{0, 1}, {2, 1}, {4, 3}})
    CHECK(table.quantile(static_cast<std::size_t>(bin), 0, 0, 2, 0) ==
          table.quantile(static_cast<std::size_t>(like), 0, 0, 2, 0));
  auto few = samples();
  few.resize(29);
  CHECK_THROWS_WITH(NullTable(few, 1), "a null needs 30 windows, there are 29");
}

TEST_CASE("windows of different lengths share one row") {
  auto mixed = samples();
  mixed.push_back({1, 3, {0, 0, 0}});
  const NullTable table(mixed, 1);
  CHECK(table.positions() == 1);
  CHECK(table.z(1, 0, 7, 9, 20) == table.z(1, 0, 0, 2, 20));
}

TEST_CASE("a table lies in a model file with the heads that are asked for") {
  auto file = test::tiny_promoter_file();
  const ReductionPlan all = make_plan(file, Reduction::received, false);
  CHECK_FALSE(stored_null(file.tables, all));
  std::vector<NullTable::Sample> both;
  for (int i = 1; i <= 100; ++i) {
    const auto value = static_cast<float>(i);
    both.push_back({1, 2, {value, 2 * value, 3 * value, 4 * value}});
  }
  store_null(file, all, NullTable(both, 2));
  REQUIRE(file.tables.contains("attention_null.received"));
  const auto second = stored_null(file.tables, make_plan(file, Reduction::received, false, {{0, 1}}));
  REQUIRE(second);
  CHECK(second->tracks() == 1);
  CHECK(second->quantile(1, 0, 0, 2, 0) == 150);
  CHECK(second->quantile(1, 0, 1, 2, 0) == 200);
  CHECK_FALSE(stored_null(file.tables, make_plan(file, Reduction::norm, false)));
  store_null(file, all, NullTable(both, 1));
  CHECK_THROWS_WITH(stored_null(file.tables, all),
                    "'attention_null.received' has 1 tracks, the model has 2 heads");
}
