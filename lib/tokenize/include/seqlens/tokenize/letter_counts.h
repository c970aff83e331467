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
  std::uint64_t uracil = 0;  ///< U, in either case
  std::uint64_t iupac = 0;   ///< nucleotide codes, these included

  /// Counts the letters that spell no special token.
  void add(std::string_view text);

  SpecialText special;  ///< where the text is
};

/// One sentence when the input looks like the wrong kind of molecule; else empty.
[[nodiscard]] std::string alphabet_warning(const LetterCounts& counts, Alphabet alphabet);

/// The same; else one for letters that are unknown to the tokenizer though they are bases: soft-masked ones,
/// which names the option `--case upper`, and the U of RNA, where DNA is expected.
[[nodiscard]] std::string misfit_warning(const LetterCounts& counts, const Tokenizer& tokenizer);

}  // namespace seqlens::tokenize
