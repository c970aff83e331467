#include <catch2/catch.hpp>

#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/letter_counts.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

using namespace seqlens::tokenize;

namespace {

LetterCounts counts_of(std::string_view text) {
  LetterCounts counts;
  counts.add(text);
  return counts;
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

constexpr const char* kNoProtein = "nearly all letters are A, C, G, T or N, but the tokenizer is for protein";

}  // namespace

TEST_CASE("letters are counted by what they can be") {
  const LetterCounts counts = counts_of("ACGTUNacgtunRYkmLx*");
  CHECK(counts.letters == 19);
  CHECK(counts.lower_case == 9);
  CHECK(counts.acgtun == 12);
  CHECK(counts.iupac == 16);
}

TEST_CASE("letters of special tokens do not count, also when the text comes in parts") {
  LetterCounts counts;
  for (const char* part : {"MK<ma", "sk>k", "[MASK]"}) counts.add(part);
  CHECK(counts.letters == 3);
  CHECK(counts.lower_case == 1);
}

TEST_CASE("a tokenizer for DNA wants nine letters of ten to be nucleotide codes") {
  const std::string text = "ACGTRYKMS";
  CHECK(alphabet_warning(counts_of(text + "N"), Alphabet::dna).empty());
  CHECK(alphabet_warning(counts_of(text + "L"), Alphabet::dna).empty());
  CHECK(alphabet_warning(counts_of(repeated(text, 99) + repeated("L", 100)), Alphabet::dna) ==
        "11 % of the letters are no nucleotide codes, but the tokenizer is for DNA");
  CHECK(alphabet_warning(counts_of(""), Alphabet::dna).empty());
}

TEST_CASE("a tokenizer for protein wants 50 letters or more before it doubts them") {
  CHECK(alphabet_warning(counts_of(repeated("acgtn", 10)), Alphabet::protein) == kNoProtein);
  CHECK(alphabet_warning(counts_of(repeated("ACGTN", 9) + "ACGT"), Alphabet::protein).empty());
  CHECK(alphabet_warning(counts_of(repeated("ACGTUNACGTUNACGTUNAL", 3)), Alphabet::protein) == kNoProtein);
  CHECK(alphabet_warning(counts_of(repeated("ACGTUNACGTUNACGTUNLL", 3)), Alphabet::protein).empty());
}

TEST_CASE("soft-masked letters are counted unless the tokenizer reads them") {
  const auto nt = LongestMatchTokenizer::nucleotide_transformer(6, 2);
  const std::string rest =
      " unknown to this tokenizer, as to the original; --case upper reads them as upper case";
  CHECK(misfit_warning(counts_of("ACGTac"), nt) == "2 lower-case letters are" + rest);
  CHECK(misfit_warning(counts_of("ACGTa"), nt) == "1 lower-case letter is" + rest);
  CHECK(misfit_warning(counts_of("ACGT"), nt).empty());
  CHECK(misfit_warning(counts_of("ACGTac"), BaseTokenizer()).empty());
}

TEST_CASE("the U of RNA is counted unless the tokenizer reads it, or it is a residue") {
  const auto nt = LongestMatchTokenizer::nucleotide_transformer(6, 2);
  const std::string rest = " U (RNA), unknown to this tokenizer, as to the original; write T for U";
  CHECK(misfit_warning(counts_of("ACGUACGU"), nt) == "2 letters are" + rest);
  CHECK(misfit_warning(counts_of("ACGU"), nt) == "1 letter is" + rest);
  CHECK(misfit_warning(counts_of("ACGu"), nt) ==
        "1 letter is" + rest +
            "; 1 lower-case letter is unknown to this tokenizer, as to the original; --case upper reads "
            "them as upper case");
  CHECK(misfit_warning(counts_of("ACGUACGU"), BaseTokenizer()).empty());
}
