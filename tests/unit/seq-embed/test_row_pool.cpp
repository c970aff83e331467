#include <catch2/catch.hpp>

#include "seq-embed/row_pool.h"

using namespace seq_embed;
using Row = std::vector<float>;

namespace {

Row pooled(Pool pool, const std::vector<Row>& rows) {
  RowPool all(pool, rows.front().size());
  for (const Row& row : rows) all.add(row);
  CHECK(all.count() == rows.size());
  return all.take();
}

}  // namespace

TEST_CASE("rows are pooled column by column") {
  const std::vector<Row> rows{{1, -8}, {2, -4}, {6, -6}};
  CHECK(pooled(Pool::mean, rows) == Row{3, -6});
  CHECK(pooled(Pool::max, rows) == Row{6, -4});
  CHECK(pooled(Pool::cls, rows) == Row{1, -8});
  CHECK(pooled(Pool::none, rows) == Row{1, -8, 2, -4, 6, -6});
}

TEST_CASE("one row is its own mean") {
  const Row row{0.1F, -3, 7};
  for (const Pool pool : {Pool::mean, Pool::max, Pool::cls, Pool::none}) CHECK(pooled(pool, {row}) == row);
}

TEST_CASE("a long mean is summed in double precision") {
  RowPool mean(Pool::mean, 1);
  const Row row{0.1F};
  for (int i = 0; i < 20'000'000; ++i) mean.add(row);
  CHECK(mean.take() == row);  // in floats: 0.1049
}
