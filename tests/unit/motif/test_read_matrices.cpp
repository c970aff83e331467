#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/motif/read_matrices.h"
#include "seqlens/motif/write_matrices.h"

#include "read_text.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

const std::string kHead = "MEME version 4\n\nALPHABET= ACGT\n\nstrands: + -\n\n";
const std::string kBackground = "Background letter frequencies\nA 0.3 C 0.2 G 0.2 T 0.3\n\n";

void check_fails(const std::string& text, const std::string& message) {
  INFO(text);
  CHECK_THROWS_WITH(read_matrices(text, "m.txt"), message);
}

}  // namespace

TEST_CASE("MEME minimal with all keys, and without any") {
  const auto matrices = read_matrices(
      kHead + kBackground +
          "MOTIF MA1 TBP\nletter-probability matrix: alength= 4 w= 2 nsites= 17 E= 1e-5\n 0.1 0.2 0.3 "
          "0.4\n1 0 0 0\n"
          "URL http://x\n\nMOTIF second\nletter-probability matrix:\n0 0 1 0\n0 1 0 0\n\n0.5 0.5 0 0\n",
      "m.txt");
  REQUIRE(matrices.size() == 2);
  CHECK(matrices[0].id == "MA1");
  CHECK(matrices[0].name == "TBP");
  CHECK(matrices[0].sites == 17);
  CHECK(matrices[0].e_value == 1e-5);
  CHECK(matrices[0].columns == std::vector<Column>{{0.1, 0.2, 0.3, 0.4}, {1, 0, 0, 0}});
  CHECK(matrices[1].name.empty());
  CHECK(matrices[1].sites == 20);
  CHECK(matrices[1].width() == 2);
}

TEST_CASE("log odds are bits over the background of the file, or hundredths of them") {
  const std::string rows[] = {"0.736966 0 -2 -0.263034\n", "73.6966 0 -200 -26.3034\n"};
  for (const std::string& row : rows) {
    const auto matrices = read_matrices(
        kHead + kBackground + "MOTIF m\nlog-odds matrix: alength= 4 w= 1 E= 2\n" + row, "m.txt");
    REQUIRE(matrices.size() == 1);
    CHECK(matrices[0].columns[0][0] == Approx(0.5).epsilon(1e-3));
    CHECK(matrices[0].columns[0][1] == Approx(0.2).epsilon(1e-3));
    CHECK(matrices[0].columns[0][2] == Approx(0.05).margin(2e-3));
  }
}

TEST_CASE("of two kinds of matrix the probabilities count") {
  const auto matrices = read_matrices(kHead +
                                          "MOTIF m\nlog-odds matrix: alength= 4 w= 1\n 2 -100 -100 -100\n"
                                          "letter-probability matrix: alength= 4 w= 1\n0 1 0 0\n",
                                      "m.txt");
  REQUIRE(matrices.size() == 1);
  CHECK(matrices[0].columns[0] == Column{0, 1, 0, 0});
}

TEST_CASE("JASPAR with and without letters, TRANSFAC, HOMER") {
  const std::vector<Column> expected{{0.75, 0.25, 0, 0}, {0, 0, 1, 0}, {0, 0.5, 0, 0.5}};
  const std::string texts[] = {
      ">M1\tABC\nA [ 3 0 0 ]\nC [ 1 0 2 ]\nG [ 0 4 0 ]\nT [ 0 0 2 ]\n",
      ">M1 ABC\n3 0 0\n1 0 2\n0 4 0\n0 0 2\n",
      "VV x\nXX\n//\nAC M1\nXX\nID ABC\nXX\nP0 A C G T\n01 3 1 0 0 A\n02 0 0 4 0 G\n03 0 2 0 2 "
      "Y\nXX\n//\n",
      ">M1\tABC\t6.1\t-10\n0.75 0.25 0 0\n0 0 1 0\n0 0.5 0 0.5\n"};
  for (const std::string& text : texts) {
    INFO(text);
    const auto matrices = read_matrices(text, "m.txt");
    REQUIRE(matrices.size() == 1);
    CHECK(matrices[0].id == "M1");
    CHECK(matrices[0].name == "ABC");
    CHECK(matrices[0].columns == expected);
    CHECK(matrices[0].sites == (text.find("6.1") == std::string::npos ? 4 : 20));
  }
}

TEST_CASE("another alphabet is refused by name") {
  check_fails("MEME version 4\nALPHABET= ACDEFGHIKLMNPQRSTVWY\n",
              "m.txt:2: the alphabet is protein; matrices of DNA (ACGT) are read");
  check_fails("MEME version 4\nALPHABET= ACGU\n",
              "m.txt:2: the alphabet is RNA; matrices of DNA (ACGT) are read");
  check_fails("MEME version 4\nALPHABET \"Methylated\"\nA\nEND ALPHABET\n",
              "m.txt:2: the alphabet is \"Methylated\"; matrices of DNA (ACGT) are read");
  CHECK(read_matrices(
            "MEME version 4\nALPHABET \"DNA\" DNA-LIKE\nA \"Adenine\" CC0000 ~ T\nEND ALPHABET\nMOTIF m\n"
            "letter-probability matrix:\n1 0 0 0\n",
            "m.txt")
            .size() == 1);
}

TEST_CASE("what is wrong in a file of motifs is said with its line") {
  check_fails("", "m.txt: is empty; a file of motifs is expected");
  check_fails("chr1\t1\t2\n", "m.txt: is no file of motifs; MEME, JASPAR, TRANSFAC and HOMER are read");
  check_fails(kHead, "m.txt: holds no matrix");
  check_fails(kHead + "MOTIF\n", "m.txt:7: MOTIF without an identifier");
  check_fails(kHead + "letter-probability matrix:\n", "m.txt:7: a matrix without a MOTIF line before it");
  const std::string motif = kHead + "MOTIF m\n";
  check_fails(motif + "letter-probability matrix: alength= 20\n",
              "m.txt:8: alength= 20; matrices of DNA have 4 letters");
  check_fails(motif + "letter-probability matrix: w= x\n", "m.txt:8: w= 'x' is no number");
  check_fails(motif + "letter-probability matrix: w= 2\n1 0 0 0\n\n",
              "m.txt:10: motif 'm' has 1 rows; w= 2 says 2");
  check_fails(motif + "letter-probability matrix:\n1 0 0\n",
              "m.txt:9: a row of the matrix has 3 numbers; 4 are expected");
  check_fails(motif + "letter-probability matrix:\n1 0 0 0.2\n",
              "m.txt:9: probabilities of a row sum to 1.2; they must sum to 1");
  check_fails(motif + "letter-probability matrix:\n1.1 0 0 -0.1\n",
              "m.txt:9: -0.1 is negative; counts or probabilities are expected");
  check_fails(motif + "log-odds matrix:\n9 9 9 9\n",
              "m.txt: ends inside a matrix: log odds of motif 'm' are none over the background of the file");
  check_fails(">M1\nA [ 1 2 ]\nC [ 1 ]\n", "m.txt:3: the row has 1 counts, the first one has 2");
  check_fails(">M1\nA [ 1 x ]\n", "m.txt:2: 'x' is no number; a row of counts is expected");
  check_fails(">M1\nA [ 0 ]\nC [ 0 ]\nG [ 0 ]\nT [ 0 ]\n", "m.txt:5: a column of the matrix is all 0");
  check_fails(">s1\nACGTACGT\n", "m.txt:2: 'ACGTACGT' is no number; a row of counts is expected");
}

TEST_CASE("JASPAR 2024 read, written as MEME and as JASPAR, and read again") {
  SEQLENS_REQUIRE_SHARED(folder, "data/motifs");
  for (const auto& [file, count] : {std::pair{"JASPAR2024_CORE_vertebrates_non-redundant_pfms.meme", 879U},
                                    std::pair{"JASPAR2024_CORE_fungi_non-redundant_pfms.meme", 178U}}) {
    const auto matrices = test::read_motifs(folder / file);
    REQUIRE(matrices.size() == count);
    for (const bool jaspar : {false, true}) {
      const auto again = read_matrices(jaspar ? to_jaspar(matrices) : to_meme(matrices, kUniform), "again");
      REQUIRE(again.size() == count);
      for (std::size_t i = 0; i < count; ++i) {
        INFO(matrices[i].id);
        CHECK(again[i].id == matrices[i].id);
        CHECK(again[i].name == matrices[i].name);
        REQUIRE(again[i].width() == matrices[i].width());
        CHECK(again[i].sites == Approx(matrices[i].sites).margin(jaspar ? 0.05 : 0.01));
        double most = 0;
        for (std::size_t j = 0; j < matrices[i].width(); ++j)
          for (std::size_t k = 0; k < 4; ++k)
            most = std::max(most, std::abs(again[i].columns[j][k] - matrices[i].columns[j][k]));
        CHECK(most <= (jaspar ? 0.01 : 2e-6));
      }
    }
  }
}
