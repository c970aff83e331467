#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/label_table.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::labelled;

namespace {

const LabelNames kNames = LabelNames::of_classes({"no", "yes"});

std::vector<LabelledRecord> read(const std::string& text, TableOrigins origins) {
  const test::TempDir dir;
  return read_labelled_table(dir.write("t.tsv", text).string(), kNames, origins);
}

std::string error_of(const std::string& text, TableOrigins origins) {
  const test::TempDir dir;
  const std::string file = dir.write("t.tsv", text).string();
  try {
    static_cast<void>(read_labelled_table(file, kNames, origins));
  } catch (const InputError& error) {
    return std::string(error.what()).substr(file.size());
  }
  return "no error";
}

}  // namespace

TEST_CASE("the group of a table's record is its group, else its cluster, else its contig") {
  const std::string line = "ACGT\tyes\tX\t1\tg";
  const auto group = [](const std::string& columns, const std::string& text) {
    return read(columns + "\n" + text + "\n", TableOrigins::groups).at(0).group;
  };
  CHECK(group("sequence\tlabel\tchrom\tcluster\tgroup", line) == "g");
  CHECK(group("sequence\tlabel\tchrom\tcluster\tother", line) == "1");
  CHECK(group("sequence\tlabel\tchrom\tx\tother", line) == "X");
  CHECK(group("sequence\tlabel\ta\tx\tother", line).empty());
}

TEST_CASE("coordinates are read where places are wanted") {
  const std::string table = "label\tsequence\tid\tchrom\tstart\tend\tcluster\n1\tACGT\tr1\tX\t5\t9\tc\n";
  const auto placed = read(table, TableOrigins::places).at(0);
  CHECK(placed.name == "r1");
  CHECK(placed.target == 1);
  CHECK(placed.origin.cluster == "c");
  CHECK(placed.locus() == seqio::Region{"X", {5, 9}});
  CHECK_FALSE(read(table, TableOrigins::groups).at(0).locus());
  const std::string odd = "label\tsequence\tchrom\tstart\tend\n1\tACGT\tX\tNA\t9\n";
  CHECK(error_of(odd, TableOrigins::places) == ":2: 'NA' is no coordinate");
  CHECK(error_of(odd, TableOrigins::groups) == "no error");
}

TEST_CASE("a label that is none is refused with its line") {
  CHECK(error_of("sequence\tlabel\nAC\tno\nAC\tmaybe\n", TableOrigins::groups) ==
        ":3: label 'maybe' is none of the model's: 0 (no), 1 (yes)");
  CHECK(error_of("letters\tlabel\nAC\tno\n", TableOrigins::groups) ==
        ":1: no column 'sequence' among 'letters', 'label'; columns are separated by tabs or commas");
}
