#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/protein/structure.h"

#include "lines_of.h"

namespace seqlens::protein {
namespace {

using test::lines_of;

const std::string kPdb =
    "HEADER    TEST\n"
    "ATOM      1  N   ALA A   1       0.000   0.000   0.000  1.00  0.00           N\n"
    "ATOM      2  CA  ALA A   1       1.000   0.000   0.000  1.00  0.00           C\n"
    "ATOM      3  CB AALA A   1       2.000   0.000   0.000  0.50  0.00           C\n"
    "ATOM      4  CB BALA A   1       9.000   0.000   0.000  0.50  0.00           C\n"
    "ATOM      5  CA  GLY A   2       4.000   0.000  -1.500  1.00  0.00           C\n"
    "ATOM      6  CA  GLY A   2A      5.000   0.000   0.000  1.00  0.00           C\n"
    "HETATM    7  CA  MSE A   3      20.000   0.000   0.000  1.00  0.00           C\n"
    "HETATM    8  O   HOH A  99       0.000   0.000   0.000  1.00  0.00           O\n"
    "ATOM      9  CA  TRP B   1       0.000   7.000   0.000  1.00  0.00           C\n"
    "ENDMDL\n"
    "ATOM     10  CA  TRP C   1       0.000   7.000   0.000  1.00  0.00           C\n";

const std::string kCif =
    "data_TEST\n#\nloop_\n_atom_site.group_PDB\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n"
    "_atom_site.label_asym_id\n_atom_site.label_seq_id\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n"
    "_atom_site.Cartn_z\n_atom_site.auth_asym_id\n_atom_site.pdbx_PDB_model_num\n"
    "ATOM \"CA\" ALA X 1 1.0 2.0 3.0 A 1\n"
    "ATOM CB ALA X 1 1.5 2.0 3.0 A 1\n"
    "ATOM \"O5'\" ALA X 1 1.5 2.0 3.0 A 1\n"
    "ATOM CA GLY X 2 4.0 2.0 3.0 A 1\n"
    "ATOM CA GLY X 2 4.0 2.0 3.0 A 2\n#\n";

TEST_CASE("PDB: chains of the first model, C-beta or C-alpha, first alternate place") {
  const auto chains = read_structure(lines_of(kPdb));
  REQUIRE(chains.size() == 2);
  CHECK(chains[0].name == "A");
  CHECK(chains[0].letters() == "AGGM");
  CHECK(chains[0].residues[0].place == std::array<double, 3>{2, 0, 0});
  CHECK(chains[0].residues[1].place == std::array<double, 3>{4, 0, -1.5});
  CHECK(chains[1].letters() == "W");
}

TEST_CASE("mmCIF: the author's chain names, quoted words, first model") {
  const auto chains = read_structure(lines_of(kCif));
  REQUIRE(chains.size() == 1);
  CHECK(chains[0].name == "A");
  CHECK(chains[0].letters() == "AG");
  CHECK(chains[0].residues[0].place == std::array<double, 3>{1.5, 2, 3});
}

TEST_CASE("what is no structure is told in one line") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "x: holds no residue of a protein (ATOM records, PDB or mmCIF)"},
      {"REMARK\nATOM      2  CA  ALA A   1\n",
       "x:2: an atom of 26 letters; its coordinates end at letter 54"},
      {"ATOM      2  CA  ALA A   1       1.000   zero    0.000  1.00\n",
       "x:1: 'zero' is no coordinate of an atom"},
      {"data_x\nloop_\n_atom_site.group_PDB\n_atom_site.id\nATOM 1 2\n",
       "x:5: an atom of 3 values, 2 columns are named"},
      {"data_x\nloop_\n_atom_site.group_PDB\n_atom_site.id\nATOM 1\n",
       "x:5: the atoms have no column _atom_site.label_atom_id"},
  }));
  CHECK_THROWS_WITH(read_structure(lines_of(text)), message);
}

TEST_CASE("residues are matched over gaps on either side") {
  using Match = std::vector<std::optional<std::size_t>>;
  const auto none = std::nullopt;
  CHECK(match_residues("ACDE", "ACDE") == Match{0, 1, 2, 3});
  CHECK(match_residues("CDE", "ACDEF") == Match{1, 2, 3});
  CHECK(match_residues("WACDEF", "ACDEF") == Match{none, 0, 1, 2, 3, 4});
  CHECK(match_residues("ACDEFGHIK", "ACDEHIK") == Match{0, 1, 2, 3, none, none, 4, 5, 6});
  CHECK(match_residues("ACD", "").size() == 3);
  CHECK(match_identity("ACDE", "ACWE", {0, 1, 2, 3}) == Approx(0.75));
}

TEST_CASE("contacts are pairs of places closer than the cutoff") {
  const auto chain = read_structure(lines_of(kPdb)).front();
  const auto truth = contacts_of_chain(chain, {0, std::nullopt, 1, 3});
  CHECK(truth.at(0, 2) == PairTruth::contact);
  CHECK(truth.at(3, 0) == PairTruth::apart);
  CHECK(truth.at(0, 1) == PairTruth::unresolved);
}

}  // namespace
}  // namespace seqlens::protein
