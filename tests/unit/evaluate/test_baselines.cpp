#include <cmath>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/baselines.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

using Sequences = std::vector<std::string_view>;

}  // namespace

TEST_CASE("naive Bayes of single bases by hand") {
  // Positive: A 3+1, C 1+1, G 0+1, T 0+1 of 8. Negative: T 2+1, A C G 0+1 of 6.
  const KmerNaiveBayes model(1, Strands::given, Sequences{"AAC", "a"}, Sequences{"TT"});
  CHECK(model.score("A") == Approx(std::log((4.0 / 8) / (1.0 / 6))));
  CHECK(model.score("C") == Approx(std::log((2.0 / 8) / (1.0 / 6))));
  CHECK(model.score("AAT") == Approx(2 * std::log((4.0 / 8) / (1.0 / 6)) + std::log((1.0 / 8) / (3.0 / 6))));
  CHECK(model.score("") == 0);
}

TEST_CASE("k-mers with other letters are left out") {
  const KmerNaiveBayes model(2, Strands::given, Sequences{"ACGT"}, Sequences{"GGGG"});
  CHECK(model.score("ANC") == 0);
  CHECK(model.score("ACNAC") == Approx(2 * model.score("AC")));
  CHECK(model.score("acn") == model.score("AC"));
}

TEST_CASE("both strands give a sequence and its reverse complement one score") {
  const Sequences positive{"ACCAGT", "TTACCA"}, negative{"GGGATC"};
  const KmerNaiveBayes both(3, Strands::both, positive, negative);
  CHECK(both.score("ACCA") == Approx(both.score("TGGT")));
  const KmerNaiveBayes given(3, Strands::given, positive, negative);
  CHECK(given.score("ACCA") != given.score("TGGT"));
}

TEST_CASE("GC content learns its sign") {
  const GcContent rich(Sequences{"GC", "GA"}, Sequences{"AT"});
  CHECK(rich.score("GGAT") == 0.5);
  CHECK(rich.score("nnn") == 0.5);
  CHECK(rich.score("GnNG") == 1);
  const GcContent poor(Sequences{"AT"}, Sequences{"GC"});
  CHECK(poor.score("GGAA") == -0.5);
}

TEST_CASE("baselines need both classes") {
  CHECK_THROWS_WITH(KmerNaiveBayes(5, Strands::given, Sequences{"ACG"}, Sequences{"ACGTA"}),
                    "no 5-mer of A, C, G, T in the positive sequences");
  CHECK_THROWS_WITH(KmerNaiveBayes(13, Strands::given, Sequences{}, Sequences{}),
                    "k-mer length 13: expected 1 to 12");
  CHECK_THROWS_WITH(GcContent(Sequences{"A"}, Sequences{}),
                    "no negative sequences to learn the GC content of");
}
