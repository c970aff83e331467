#include <cmath>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/confusion.h"

using namespace seqlens;
using namespace seqlens::evaluate;

TEST_CASE("a score equal to the threshold is called") {
  const std::vector<double> scores = {2, 1, 1, 0, -1};
  const std::vector<std::uint8_t> labels = {1, 1, 0, 1, 0};
  const auto table = confusion_at(scores, labels, 1.0);
  CHECK(table.true_positive == 2);
  CHECK(table.false_positive == 1);
  CHECK(table.false_negative == 1);
  CHECK(table.true_negative == 1);
}

TEST_CASE("values of a table by hand") {
  const Confusion table{6, 2, 3, 1};  // TP FP TN FN
  CHECK(mcc(table) == Approx((6.0 * 3 - 2 * 1) / std::sqrt(8.0 * 7 * 5 * 4)));
  CHECK(f1(table) == Approx(12.0 / 15));
  CHECK(accuracy(table) == Approx(9.0 / 12));
  CHECK(precision(table) == Approx(6.0 / 8));
  CHECK(sensitivity(table) == Approx(6.0 / 7));
  CHECK(specificity(table) == Approx(3.0 / 5));
}

TEST_CASE("an empty row or column gives zero") {
  for (const Confusion& table : {Confusion{}, Confusion{0, 0, 5, 5}, Confusion{0, 5, 5, 0}}) {
    CHECK(mcc(table) == 0);
    CHECK(f1(table) == 0);
    CHECK(precision(table) == 0);
  }
  CHECK(mcc({5, 5, 0, 0}) == 0);
  CHECK(accuracy({}) == 0);
}

TEST_CASE("mcc never passes 1") {
  for (int positives = 1; positives < 60; ++positives) {
    CHECK(mcc({static_cast<double>(positives), 0, 7, 0}) <= 1);
    CHECK(mcc({0, 7, 0, static_cast<double>(positives)}) >= -1);
  }
}

TEST_CASE("mcc of a large table stays exact") {
  CHECK(mcc({4e9, 0, 4e9, 0}) == Approx(1.0).epsilon(1e-14));
  CHECK(mcc({0, 4e9, 0, 4e9}) == Approx(-1.0).epsilon(1e-14));
}

TEST_CASE("a NaN score is refused at a threshold") {
  CHECK_THROWS_WITH(confusion_at(std::vector{std::nan("")}, std::vector<std::uint8_t>{1}, 0.5),
                    "the score of item 1 is NaN");
}
