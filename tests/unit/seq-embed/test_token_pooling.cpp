#include <catch2/catch.hpp>

#include "seq-embed/token_pooling.h"

using namespace seq_embed;
using Row = std::vector<float>;

TEST_CASE("rows are pooled column by column") {
  const Row rows{1, -8, 2, -4, 6, -6};
  CHECK(pooled(Pool::mean, rows, 2) == Row{3, -6});
  CHECK(pooled(Pool::max, rows, 2) == Row{6, -4});
  CHECK(pooled(Pool::cls, rows, 2) == Row{1, -8});
}

TEST_CASE("one row is its own mean") {
  const Row row{0.1F, -3, 7};
  for (const Pool pool : {Pool::mean, Pool::max, Pool::cls}) CHECK(pooled(pool, row, 3) == row);
}

TEST_CASE("a long mean is summed in double precision") {
  CHECK(pooled(Pool::mean, Row(20'000'000, 0.1F), 1) == Row{0.1F});  // in floats: 0.1049
}
