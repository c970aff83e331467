#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/protein/alignment_text.h"

#include "lines_of.h"

namespace seqlens::protein {
namespace {

using test::lines_of;

AlignmentText read(const std::string& text) {
  return read_alignment(lines_of(text));
}

TEST_CASE("aligned FASTA, wrapped lines joined") {
  const auto alignment = read("\n>a first\nAC-\nDE\n>b/3-7\nac.de\n");
  CHECK(alignment.format == AlignmentFormat::fasta);
  REQUIRE(alignment.rows.size() == 2);
  CHECK(alignment.rows[0].name == "a");
  CHECK(alignment.rows[0].text == "AC-DE");
  CHECK(alignment.rows[0].line == 2);
  CHECK(alignment.rows[1].name == "b/3-7");
  CHECK(alignment.rows[1].text == "ac.de");
  CHECK(alignment.rows[1].line == 5);
}

TEST_CASE("FASTA is a3m when its rows are equally long without lower case") {
  const auto [text, format] = GENERATE(table<std::string, AlignmentFormat>({
      {"#A3M#\n>q\nACDE\n>h\nACggDE\n", AlignmentFormat::a3m},
      {">q\nACDE\n>h\nA-gg.DE\n", AlignmentFormat::a3m},   // '.' may stand for missing insertions
      {">q\nACgDE\n>h\nAgCDE\n", AlignmentFormat::a3m},    // by chance of one length
      {">q\nACgDE\n>h\nAC.DE\n", AlignmentFormat::fasta},  // padded: the columns stay
      {">q\nACDE\n>h\nACde\n", AlignmentFormat::fasta},    // lower case in a column
      {">q\nacde\n>h\nac-e\n", AlignmentFormat::fasta},
      {">q\nACDE\n>h\nAC-E\n", AlignmentFormat::fasta},
  }));
  CAPTURE(text);
  CHECK(read(text).format == format);
}

TEST_CASE("Stockholm, one block and interleaved") {
  const auto alignment = read(
      "# STOCKHOLM 1.0\n#=GF ID x\n\na/1-4   AC.d\nb  --DE\n#=GR a SS HHHH\n\n"
      "a/1-4 FG\nb HI\n#=GC RF xxxxxx\n//\n");
  CHECK(alignment.format == AlignmentFormat::stockholm);
  REQUIRE(alignment.rows.size() == 2);
  CHECK(alignment.rows[0].text == "AC.dFG");
  CHECK(alignment.rows[1].text == "--DEHI");
  CHECK(alignment.is_column('d'));
}

TEST_CASE("Clustal with counts and the line of conserved columns") {
  const auto alignment = read(
      "CLUSTAL W (1.82) multiple sequence alignment\n\n\na   ACD-  3\nb   ACDE  4\n    ***\n\n"
      "a   F 4\nb   G 5\n");
  CHECK(alignment.format == AlignmentFormat::clustal);
  REQUIRE(alignment.rows.size() == 2);
  CHECK(alignment.rows[0].text == "ACD-F");
  CHECK(alignment.rows[1].text == "ACDEG");
}

TEST_CASE("what is no alignment is told in one line") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "x: is empty; an alignment of a protein family is expected"},
      {"ACDE\n",
       "x:1: is no alignment: a3m and aligned FASTA begin with '>', Stockholm with '# STOCKHOLM', "
       "Clustal with 'CLUSTAL'"},
      {">a\nACDE\n", "x: has one sequence alone; a family of at least two is needed"},
      {">a\nACDE\n>b\nACD\n",
       "x:3: row 'b' has 3 columns, row 'a' has 4; rows of an alignment are equally long"},
      {">a\nACDE\n>b\nAcCDE\n>c\nACD\n",
       "x:5: row 'c' has 3 columns (without lower-case insertions), row 'a' has 4; rows of an alignment are "
       "equally long"},
      {">a\nAC1E\n>b\nACDE\n", "x:2: '1' in row 'a': letters, '-' and '.' are expected"},
      {">a\n\n>b\n\n", "x:1: row 'a' has no columns"},
      {"# STOCKHOLM 1.0\n//\n", "x: has no row"},
      {"# STOCKHOLM 1.0\na AC\nb AC\n", "x: no line '//' at its end: the Stockholm alignment is cut short"},
      {"# STOCKHOLM 1.0\na AC\nb AC\n//\n# STOCKHOLM 1.0\n",
       "x:5: a second alignment begins; give one at a time"},
  }));
  CHECK_THROWS_WITH(read(text), message);
}

}  // namespace
}  // namespace seqlens::protein
