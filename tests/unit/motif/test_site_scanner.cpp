#include <map>
#include <set>
#include <string>
#include <tuple>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/motif/score_distribution.h"
#include "seqlens/motif/site_scanner.h"

#include "read_text.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

Matrix random_matrix(std::size_t width, Random& random) {
  Matrix matrix{"m", "", {}};
  for (std::size_t i = 0; i < width; ++i) {
    Column column{};
    double sum = 0;
    for (double& p : column) sum += p = random.uniform();
    for (double& p : column) p /= sum;
    matrix.columns.push_back(column);
  }
  return matrix;
}

std::string random_bases(std::size_t count, Random& random) {
  std::string bases(count, 'A');
  for (char& base : bases) base = "ACGTACGTACGTACGTacgtN"[random.below(21)];
  return bases;
}

using Site = std::tuple<std::int64_t, char, std::int32_t>;

std::vector<Site> naive_sites(const ScoreMatrix& scores, const std::string& bases, std::int32_t least) {
  std::vector<Site> sites;
  for (std::size_t start = 0; start + scores.width() <= bases.size(); ++start) {
    const std::string word = bases.substr(start, scores.width());
    if (word.find_first_not_of("ACGTacgt") != std::string::npos) continue;
    for (const bool reverse : {false, true}) {
      const std::int32_t steps = scores.steps_of(reverse ? reverse_complement(word) : word);
      if (steps >= least) sites.emplace_back(start, reverse ? '-' : '+', steps);
    }
  }
  return sites;
}

std::vector<Site> scanned_sites(const ScoreMatrix& scores, const std::string& bases, std::int32_t least) {
  const SiteScanner scanner(scores);
  std::vector<Site> sites;
  scanner.scan(WordCodes(bases, scanner.word()), {0, static_cast<std::int64_t>(bases.size())}, least,
               [&](std::int64_t start, std::int32_t steps, Strand strand) {
                 sites.emplace_back(start, to_char(strand), steps);
               });
  return sites;
}

}  // namespace

TEST_CASE("a scanner finds the sites of a loop over all places, widths 1 to 25") {
  Random random(11);
  for (std::size_t width = 1; width <= 25; ++width) {
    const ScoreMatrix scores(random_matrix(width, random), kUniform);
    for (const std::size_t length : {std::size_t{0}, width - 1, width, width + 1, std::size_t{1300}}) {
      const std::string bases = random_bases(length, random);
      for (const std::int32_t least : {0, scores.most_steps() / 2}) {
        INFO(width << ' ' << length << ' ' << least);
        CHECK(scanned_sites(scores, bases, least) == naive_sites(scores, bases, least));
      }
    }
  }
}

TEST_CASE("the best site is the first of the greatest") {
  Random random(12);
  for (int trial = 0; trial < 50; ++trial) {
    const ScoreMatrix scores(random_matrix(3 + random.below(10), random), kUniform);
    const std::string bases = random_bases(40, random);
    const SiteScanner scanner(scores);
    const Interval starts{5, 30};
    std::optional<BestSite> expected;
    for (const auto& [start, strand, steps] : naive_sites(scores, bases, 0)) {
      if (!starts.contains(start) || (expected && steps <= expected->steps)) continue;
      expected = BestSite{steps, start, strand == '+' ? Strand::forward : Strand::reverse};
    }
    const auto best = scanner.best(WordCodes(bases, scanner.word()), starts);
    REQUIRE(best.has_value() == expected.has_value());
    if (!best) continue;
    CHECK(best->steps == expected->steps);
    CHECK(best->start == expected->start);
    CHECK(best->strand == expected->strand);
  }
}

TEST_CASE("no site lies over N") {
  const ScoreMatrix scores({"m", "", {{1, 0, 0, 0}, {1, 0, 0, 0}}}, kUniform);
  const SiteScanner scanner(scores);
  CHECK_FALSE(scanner.best(WordCodes("ANANA", scanner.word()), {0, 5}));
  CHECK(scanner.best(WordCodes("ANANAA", scanner.word()), {0, 6})->start == 4);
}

TEST_CASE("the sites of the fixture, with scores and p, but for those at the threshold") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/motif");
  const auto matrices = test::read_motifs(folder / "motifs.meme");
  std::vector<std::pair<std::string, std::string>> sequences;
  std::istringstream lines(test::read_text(folder / "sequences.fa"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('>')) {
      sequences.emplace_back(line.substr(1), "");
    } else {
      sequences.back().second += line;
    }
  }
  for (const std::string background : {"uniform", "gc57"}) {
    using Key = std::tuple<std::string, std::string, std::int64_t, std::string>;
    std::map<Key, std::pair<double, double>> expected;
    for (const auto& row : test::read_table(folder / ("sites." + background + ".tsv")))
      expected[{row[0], row[1], std::stoll(row[2]) - 1, row[4]}] = {std::stod(row[5]), std::stod(row[6])};
    REQUIRE(expected.size() > 500);
    std::size_t unknown = 0, seen = 0;
    for (const Matrix& matrix : matrices) {
      const ScoreMatrix scores(matrix,
                               background == "uniform" ? kUniform : Background{0.215, 0.285, 0.285, 0.215});
      const ScoreDistribution distribution(scores, 1e-3);
      for (const auto& [name, bases] : sequences) {
        for (const auto& [start, strand, steps] : scanned_sites(scores, bases, distribution.threshold())) {
          const double p = distribution.p_value(steps);
          const auto found = expected.find({matrix.id, name, start, std::string(1, strand)});
          INFO(matrix.id << ' ' << name << ' ' << start << strand << " p " << p);
          if (found == expected.end()) {
            // Its maker never looks at the last place of a sequence.
            CHECK((p > 0.9e-3 || start + matrix.width() == bases.size()));
            ++unknown;
            continue;
          }
          ++seen;
          const std::string word = bases.substr(start, matrix.width());
          CHECK(std::abs(scores.score(strand == '+' ? word : reverse_complement(word)) -
                         found->second.first) <= 0.5);
          CHECK(std::abs(p / found->second.second - 1) <= 0.1);
          expected.erase(found);
        }
      }
    }
    for (const auto& [key, score_and_p] : expected) CHECK(score_and_p.second > 0.9e-3);
    CHECK(seen > 500);
    CHECK(unknown < seen / 20);
  }
}
