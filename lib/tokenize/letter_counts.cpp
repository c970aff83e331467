#include "seqlens/tokenize/letter_counts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/dna.h"

namespace seqlens::tokenize {
namespace {

enum LetterClass : std::uint8_t { kLower = 1, kAcgtun = 2, kIupac = 4, kUracil = 8 };

std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const char letter = static_cast<char>(i);
    if (letter >= 'a' && letter <= 'z') classes[i] |= kLower;
    if (is_iupac_base(letter)) classes[i] |= kIupac;
    if (letter == 'U' || letter == 'u') classes[i] |= kUracil;
    if (std::string_view("ACGTUNacgtun").find(letter) != std::string_view::npos) classes[i] |= kAcgtun;
  }
  return classes;
}

std::uint64_t percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : part * 100 / whole;
}

/// More of them than any k-mer has letters, so that some token would be made of U alone.
bool knows_uracil(const Tokenizer& tokenizer) {
  const auto ids = tokenizer.encode("UUUUUUUUUUUUUUUU").ids;
  return std::ranges::find(ids, tokenizer.unk_id()) == ids.end();
}

}  // namespace

void LetterCounts::add(std::string_view text) {
  static const std::array<std::uint8_t, 256> classes = make_classes();
  for (const char letter : text) {
    if (special.holds(letter)) continue;
    ++letters;
    const std::uint8_t found = classes[static_cast<unsigned char>(letter)];
    lower_case += (found & kLower) != 0;
    acgtun += (found & kAcgtun) != 0;
    iupac += (found & kIupac) != 0;
    uracil += (found & kUracil) != 0;
  }
}

std::string alphabet_warning(const LetterCounts& counts, Alphabet alphabet) {
  if (alphabet == Alphabet::dna && percent(counts.iupac, counts.letters) < 90 && counts.letters > 0)
    return fmt::format("{} % of the letters are no nucleotide codes, but the tokenizer is for DNA",
                       100 - percent(counts.iupac, counts.letters));
  if (alphabet == Alphabet::protein && percent(counts.acgtun, counts.letters) >= 95 && counts.letters >= 50)
    return "nearly all letters are A, C, G, T or N, but the tokenizer is for protein";
  return {};
}

std::string misfit_warning(const LetterCounts& counts, const Tokenizer& tokenizer) {
  std::string warning = alphabet_warning(counts, tokenizer.alphabet());
  if (!warning.empty()) return warning;
  if (counts.uracil > 0 && tokenizer.alphabet() == Alphabet::dna && !knows_uracil(tokenizer))
    warning = fmt::format("{} letter{} U (RNA), unknown to this tokenizer, as to the original; write T for U",
                          counts.uracil, counts.uracil == 1 ? " is" : "s are");
  if (counts.lower_case > 0 && tokenizer.kind() != "base")
    warning += fmt::format(
        "{}{} lower-case letter{} unknown to this tokenizer, as to the original; --case upper reads "
        "them as upper case",
        warning.empty() ? "" : "; ", counts.lower_case, counts.lower_case == 1 ? " is" : "s are");
  return warning;
}

}  // namespace seqlens::tokenize
