#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/motif/enrichment.h"

using namespace seqlens::motif;

TEST_CASE("Fisher's exact test of known tables") {
  CHECK(fisher_greater({3, 4, 1, 4}) == Approx(17.0 / 70));        // the lady tasting tea
  CHECK(fisher_greater({10, 10, 0, 10}) == Approx(1.0 / 184756));  // 1 of choose(20, 10)
  CHECK(fisher_greater({0, 10, 5, 10}) == Approx(1));
  CHECK(fisher_greater({0, 0, 0, 0}) == Approx(1));
  CHECK(fisher_greater({5, 10, 0, 0}) == Approx(1));
  CHECK(fisher_greater({900, 1000, 100, 1000}) < 1e-250);
}

TEST_CASE("fold and excess") {
  CHECK(fold({9, 99, 4, 99}) == Approx(9.5 / 4.5));
  CHECK(excess({10, 100, 9, 98}) == Approx(0).margin(1e-9));
  CHECK(excess({40, 100, 9, 98}) > 7);
  CHECK(excess({1, 100, 29, 98}) < -5);
}

TEST_CASE("the area under the curve counts ties half") {
  const std::vector<double> high{2, 3}, low{0, 1}, same{1, 1};
  CHECK(auroc(high, low) == 1);
  CHECK(auroc(low, high) == 0);
  CHECK(auroc(same, same) == 0.5);
  CHECK(auroc(std::vector<double>{1, 2}, std::vector<double>{1, 0}) == 0.875);
  CHECK(auroc({}, low) == 0.5);
  const double none = -std::numeric_limits<double>::infinity();
  CHECK(auroc(std::vector<double>{none}, std::vector<double>{none, 1}) == 0.25);
}
