#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/protein/alignment.h"
#include "seqlens/protein/residue.h"

#include "lines_of.h"

namespace seqlens::protein {
namespace {

using test::lines_of;
using Numbers = std::vector<std::size_t>;

TEST_CASE("residues have the place of their letter, whatever the case") {
  CHECK(residue_code('A') == 0);
  CHECK(residue_code('y') == 19);
  CHECK(residue_code('X') == kUnknownResidue);
  CHECK(residue_code('u') == kUnknownResidue);
  CHECK(residue_code('-') == kGap);
  CHECK(residue_code('.') == kGap);
  CHECK(residue_code('*') == kNoResidue);
  CHECK(residue_code('\xe4') == kNoResidue);
}

TEST_CASE("columns become codes, insertions do not") {
  const auto alignment = encode(read_alignment(lines_of(">a\nAC-X\n>b\nAggC-.Y\n")));
  CHECK(alignment.rows == 2);
  CHECK(alignment.columns == 4);
  CHECK(alignment.codes == std::vector<std::uint8_t>{0, 1, kGap, kUnknownResidue, 0, 1, kGap, 19});
}

TEST_CASE("residues of a row are counted with its insertions") {
  const auto a3m = read_alignment(lines_of(">a\n-AC-X\n>b\ncAggC-.YW\n"));
  CHECK(residue_numbers(a3m, 0) == Numbers{0, 1, 2, 0, 3});
  CHECK(residue_numbers(a3m, 1) == Numbers{2, 5, 0, 6, 7});
  const auto padded = read_alignment(lines_of(">a\nAc.D\n>b\nAgg-\n"));
  CHECK(residue_numbers(padded, 0) == Numbers{1, 2, 0, 3});
}

TEST_CASE("the reference is found by name, with or without its range") {
  const auto text = read_alignment(lines_of(">a/1-4\nACDE\n>b\nACDE\n>c/1-2\nACDE\n>c/5-6\nACDE\n"));
  CHECK(find_reference(text, "first") == 0);
  CHECK(find_reference(text, "a") == 0);
  CHECK(find_reference(text, "b") == 1);
  CHECK(find_reference(text, "c/5-6") == 3);
  CHECK_THROWS_WITH(find_reference(text, "d"), "x: no row is named 'd'; there are 4, 'a/1-4', 'b', ...");
  CHECK_THROWS_WITH(
      find_reference(text, "c"),
      "x: rows 'c/1-2' (line 5) and 'c/5-6' (line 7) are both the reference 'c'; give a name that "
      "one row has");
}

}  // namespace
}  // namespace seqlens::protein
