#include <catch2/catch.hpp>

#include "seqlens/motif/matrix.h"

using namespace seqlens::motif;

TEST_CASE("information goes from 0 to 2 bits") {
  CHECK(information({0.25, 0.25, 0.25, 0.25}) == Approx(0).margin(1e-12));
  CHECK(information({0, 0, 1, 0}) == Approx(2));
  CHECK(information({0.5, 0, 0.5, 0}) == Approx(1));
}

TEST_CASE("a consensus has one IUPAC letter a column") {
  const Matrix matrix{"m",
                      "",
                      {{0.7, 0.1, 0.1, 0.1},
                       {0.5, 0.05, 0.4, 0.05},
                       {0, 0.5, 0, 0.5},
                       {0.32, 0.32, 0.32, 0.04},
                       {0.25, 0.25, 0.25, 0.25}}};
  CHECK(consensus(matrix) == "ARYVN");
  CHECK(consensus(reverse_complement(matrix)) == "NBRYT");
}

TEST_CASE("the other strand of the other strand is the matrix") {
  const Matrix matrix{"m", "", {{0.7, 0.1, 0.15, 0.05}, {0.1, 0.2, 0.3, 0.4}}};
  CHECK(reverse_complement(matrix).columns ==
        std::vector<Column>{{0.4, 0.3, 0.2, 0.1}, {0.05, 0.15, 0.1, 0.7}});
  CHECK(reverse_complement(reverse_complement(matrix)).columns == matrix.columns);
}

TEST_CASE("a background is counted on both strands") {
  const std::vector<std::string> sequences{"AACCNacg"};  // A 3 C 3 G 1 T 0, one of each more
  const Background background = background_of(sequences);
  CHECK(background[0] == Approx(2.5 / 11));
  CHECK(background[3] == Approx(2.5 / 11));
  CHECK(background[1] == Approx(3.0 / 11));
  CHECK(background[2] == Approx(3.0 / 11));
}
