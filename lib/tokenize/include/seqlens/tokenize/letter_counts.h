#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "seqlens/tokenize/special_text.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// What the input was made of, to warn where it does not fit the tokenizer.
struct LetterCounts {
  std::uint64_t records = 0;
  std::uint64_t letters = 0;
  std::uint64_t lower_case = 0;
  std::uint64_t acgtun = 0;  ///< in either case
  std::uint64_t iupac = 0;   ///< nucleotide codes, these included

  /// Counts the letters that spell no special token.
  void add(std::string_view text);

  SpecialText special;  ///< where the text is
};

/// One sentence when the input looks like the wrong kind of molecule; else empty.
[[nodiscard]] std::string alphabet_warning(const LetterCounts& counts, Alphabet alphabet);

/// The same, and one when it was soft-masked and the tokenizer takes lower case as unknown. That one names
/// the option `--case upper`.
[[nodiscard]] std::string misfit_warning(const LetterCounts& counts, const Tokenizer& tokenizer);

}  // namespace seqlens::tokenize
