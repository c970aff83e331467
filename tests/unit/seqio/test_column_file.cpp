#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/column_file.h"

#include "support/temp_dir.h"

using namespace seqlens;
using seqio::ColumnFile;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text) {
  const test::TempDir dir;
  ColumnFile file(dir.write("t.csv", text).string());
  Rows rows;
  std::vector<std::string> fields;
  while (file.read(fields)) rows.push_back(fields);
  return rows;
}

/// What is said of a table, without the name of the file; of its column 'b' if nothing is before.
std::string error_of(std::string_view text) {
  const test::TempDir dir;
  const std::string path = dir.write("t.csv", text).string();
  try {
    ColumnFile file(path);
    static_cast<void>(file.need({"b", "B"}));
    std::vector<std::string> fields;
    while (file.read(fields)) continue;
  } catch (const InputError& error) {
    return std::string(error.what()).substr(path.size());
  }
  return "no error";
}

}  // namespace

TEST_CASE("tables are read with tabs or commas, quotes and any line ends") {
  const Rows expected{{"1", "x"}, {"2", ""}};
  CHECK(rows_of("a\tb\n1\tx\n2\t\n") == expected);
  CHECK(rows_of("a,b\r\n1,x\r\n\r\n2,") == expected);
  CHECK(rows_of("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"\"\n") == expected);
  CHECK(rows_of("\xEF\xBB\xBF# comment\n\na,b\n1,x\n2,\n") == expected);
  CHECK(rows_of("\xEF\xBB\xBF\"a\",b\n1,x\n2,\n") == expected);
  CHECK(rows_of("a,b\n\"1,\"\"2\"\"\",x\n,\"\"\"\"\n") == Rows{{"1,\"2\"", "x"}, {"", "\""}});
  CHECK(rows_of("a\tb\n\"1\t2\"\tx,y\n") == Rows{{"1\t2", "x,y"}});
  CHECK(rows_of("a,b\n1\",x\n") == Rows{{"1\"", "x"}});
}

TEST_CASE("columns are found by the first of their names") {
  const test::TempDir dir;
  const ColumnFile file(dir.write("t.csv", "a,\"b\",c,c\n").string());
  CHECK(file.find({"b", "a"}) == 1);
  CHECK(file.find({"none", "a"}) == 0);
  CHECK(file.find({"none"}) == std::nullopt);
  CHECK(file.need({"a"}) == 0);
}

TEST_CASE("what is wrong with a table is said with its line") {
  struct Case {
    const char* text;
    const char* error;
  };
  const Case cases[] = {
      {"", ": no line with the names of the columns"},
      {"# only\n", ": no line with the names of the columns"},
      {"a;b\n", ":1: no column 'b' among 'a;b'; columns are separated by tabs or commas"},
      {"b,a,b\n", ":1: two columns are called 'b'"},
      {"a,b\n1\n", ":2: 1 fields under 2 columns"},
      {"a,b\n\n1,2,3\n", ":3: 3 fields under 2 columns"},
      {"a,b\n\"1,2\n", ":2: a quote is not closed in its line; fields of several lines are not read"},
      {"a,b\n\"1\"2,x\n", ":2: '2' behind a closing quote"},
      {"\"a,b\n", ":1: a quote is not closed in its line; fields of several lines are not read"},
      {"a,B\n1,2\n", "no error"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(error_of(c.text) == c.error);
  }
}
