#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/report/write.h"

using namespace seqlens;
using namespace seqlens::report;

namespace {

Table small_table() {
  Table table{"metrics", {"set", "n", "auroc"}, {}};
  table.add_row({std::string("random"), std::int64_t{12}, 0.5});
  table.add_row({std::string("a\tb"), Cell{}, std::nan("")});
  return table;
}

const Provenance provenance{
    "model-evaluate", "0.1.0", {{"model", std::string("abc")}, {"seed", std::int64_t{7}}}};

}  // namespace

TEST_CASE("cells as text") {
  CHECK(cell_text({}) == "NA");
  CHECK(cell_text(std::int64_t{-3}) == "-3");
  CHECK(cell_text(1.0 / 3) == "0.333333");
  CHECK(cell_text(1234567.0) == "1.23457e+06");
  CHECK(cell_text(std::numeric_limits<double>::infinity()) == "inf");
  CHECK(cell_text(std::string("two\nlines")) == "two lines");
}

TEST_CASE("a table as TSV") {
  CHECK(to_tsv(provenance, small_table()) ==
        "# model-evaluate 0.1.0\n# model: abc\n# seed: 7\nset\tn\tauroc\nrandom\t12\t0.5\na b\tNA\tNA\n");
}

TEST_CASE("a report as JSON") {
  const std::vector<Table> tables = {small_table(), {"empty", {"x"}, {}}};
  CHECK(to_json(provenance, tables) == R"({
  "program": "model-evaluate",
  "version": "0.1.0",
  "facts": {
    "model": "abc",
    "seed": 7
  },
  "metrics": [
    {
      "set": "random",
      "n": 12,
      "auroc": 0.5
    },
    {
      "set": "a\tb",
      "n": null,
      "auroc": null
    }
  ],
  "empty": []
}
)");
}

TEST_CASE("a row must fit its columns") {
  Table table{"t", {"a", "b"}, {}};
  CHECK_THROWS_WITH(table.add_row({1.0}), "table 't': a row of 1 cells under 2 columns");
}

TEST_CASE("a text that is not UTF-8 is an error") {
  CHECK_THROWS_WITH(to_json({"p", "v", {{"file", std::string("\xff")}}}, {}),
                    "the report holds a text that is not UTF-8 (a file or record name?)");
}
