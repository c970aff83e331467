#include "seqlens/core/dna.h"

#include <array>

namespace seqlens {
namespace {

constexpr std::string_view kLetters = "ACGTRYSWKMBDHVN";
constexpr std::string_view kComplements = "TGCAYRSWMKVHDBN";

constexpr char lower(char upper) {
  return static_cast<char>(upper - 'A' + 'a');
}

constexpr std::size_t index_of(char letter) {
  return static_cast<unsigned char>(letter);
}

constexpr std::array<char, 256> make_complements() {
  std::array<char, 256> table{};  // 0: no nucleotide letter
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    table[index_of(kLetters[i])] = kComplements[i];
    table[index_of(lower(kLetters[i]))] = lower(kComplements[i]);
  }
  table[index_of('U')] = 'A';
  table[index_of('u')] = 'a';
  return table;
}

constexpr std::array<char, 256> make_canonical() {
  std::array<char, 256> table{};
  table.fill('N');
  for (const char base : std::string_view("ACGT")) {
    table[index_of(base)] = base;
    table[index_of(lower(base))] = base;
  }
  table[index_of('U')] = table[index_of('u')] = 'T';
  return table;
}

constexpr auto kComplementOf = make_complements();
constexpr auto kCanonicalOf = make_canonical();

}  // namespace

char canonical_base(char letter) {
  return kCanonicalOf[index_of(letter)];
}

char complement(char letter) {
  const char other = kComplementOf[index_of(letter)];
  return other == 0 ? 'N' : other;
}

std::string reverse_complement(std::string_view bases) {
  std::string result(bases.size(), 'N');
  for (std::size_t i = 0; i < bases.size(); ++i) result[bases.size() - 1 - i] = complement(bases[i]);
  return result;
}

bool is_iupac_base(char letter) {
  return kComplementOf[index_of(letter)] != 0;
}

}  // namespace seqlens
