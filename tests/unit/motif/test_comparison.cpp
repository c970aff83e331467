#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/motif/comparison.h"

#include "read_text.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

Matrix of_word(const std::string& id, const std::string& word) {
  Matrix matrix{id, "", {}};
  for (const char letter : word) {
    Column column{0.02, 0.02, 0.02, 0.02};
    column[letter_index(letter)] = 0.94;
    matrix.columns.push_back(column);
  }
  return matrix;
}

}  // namespace

TEST_CASE("scores of columns") {
  CHECK(column_score({1, 0, 0, 0}, {0, 1, 0, 0}, ColumnScore::euclidean) == Approx(-std::sqrt(2)));
  CHECK(column_score({1, 0, 0, 0}, {1, 0, 0, 0}, ColumnScore::pearson) == Approx(1));
  CHECK(column_score({1, 0, 0, 0}, {0.25, 0.25, 0.25, 0.25}, ColumnScore::pearson) == 0);
}

TEST_CASE("a word is found in place, shifted and turned round") {
  const std::vector<Matrix> targets{of_word("a", "CCTATAAAGG"), of_word("b", "GGGCGGGG"),
                                    of_word("c", "CACGTGA")};
  const Comparer comparer(targets);
  const auto tata = comparer.compare(of_word("q", "TATAAA"));
  REQUIRE(tata.size() == 3);
  CHECK(tata[0].target == 0);
  CHECK(tata[0].offset == 2);
  CHECK(tata[0].overlap == 6);
  CHECK(tata[0].strand == Strand::forward);
  CHECK(tata[0].e == Approx(3 * tata[0].p));
  CHECK(tata[0].q >= tata[0].p);
  const auto turned = comparer.compare(of_word("q", "CCCCGC"));
  CHECK(turned[0].target == 1);
  CHECK(turned[0].strand == Strand::reverse);
  CHECK(turned[0].offset == 0);
  CHECK_THROWS_WITH(Comparer(std::vector<Matrix>{}), "no matrices to compare with");
}

TEST_CASE("similarity is of the columns that lie on each other") {
  const Similarity same = similarity(of_word("q", "TATAAA"), of_word("t", "CCTATAAAGG"), 6);
  CHECK(same.correlation == Approx(1));
  CHECK(same.offset == 2);
  const Similarity turned = similarity(of_word("q", "TTTATA"), of_word("t", "CCTATAAAGG"), 6);
  CHECK(turned.correlation == Approx(1));
  CHECK(turned.strand == Strand::reverse);
  CHECK(similarity(of_word("q", "TATA"), of_word("t", "CCC"), 4).correlation == -1);
}

TEST_CASE("the nearest matrices of the fixture's queries") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/motif");
  SEQLENS_REQUIRE_SHARED(database, "data/motifs/JASPAR2024_CORE_vertebrates_non-redundant_pfms.meme");
  const auto targets = test::read_motifs(database);
  const auto rows = test::read_table(folder / "comparison.tsv");
  const Comparer comparer(targets);
  for (const Matrix& query : test::read_motifs(folder / "queries.meme")) {
    const auto matches = comparer.compare(query);
    std::map<std::string, std::pair<std::size_t, const Match*>> place;
    for (std::size_t i = 0; i < matches.size(); ++i) place[targets[matches[i].target].id] = {i, &matches[i]};
    std::size_t shared = 0;
    for (const auto& row : rows) {
      if (row[0] != query.id) continue;
      const auto& [rank, match] = place.at(row[2]);
      INFO(query.id << ' ' << row[2] << " rank " << rank << " here, " << row[4] << " there; p " << match->p
                    << ", " << row[5] << "; offset " << match->offset << ", " << row[6]);
      shared += rank < 10;
      if (row[1] == row[2]) CHECK(rank < std::max<std::size_t>(std::stoul(row[4]), row[4] == "1" ? 1 : 3));
      if (std::stod(row[5]) > 1e-12)
        CHECK(std::abs(std::log10(match->p) - std::log10(std::stod(row[5]))) <= 1);
      if (rank < 5 && std::stod(row[5]) < 1e-6) CHECK(std::string(1, to_char(match->strand)) == row[8]);
    }
    INFO(query.id);
    CHECK(shared >= 8);
  }
}

TEST_CASE("a database finds each of its matrices first") {
  SEQLENS_REQUIRE_SHARED(database, "data/motifs/JASPAR2024_CORE_vertebrates_non-redundant_pfms.meme");
  const auto targets = test::read_motifs(database);
  for (const ColumnScore score : {ColumnScore::euclidean, ColumnScore::pearson}) {
    const Comparer comparer(targets, score);
    for (std::size_t i = 0; i < targets.size(); i += 20) {
      const auto matches = comparer.compare(targets[i]);
      INFO(targets[i].id << " finds " << targets[matches[0].target].id);
      CHECK(matches[0].target == i);
    }
  }
}
