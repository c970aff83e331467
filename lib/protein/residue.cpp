#include "seqlens/protein/residue.h"

#include <array>

namespace seqlens::protein {
namespace {

constexpr std::array<std::uint8_t, 256> make_codes() {
  std::array<std::uint8_t, 256> codes{};
  codes.fill(kNoResidue);
  const auto set = [&](char upper, std::uint8_t code) {
    codes[static_cast<unsigned char>(upper)] = code;
    codes[static_cast<unsigned char>(upper - 'A' + 'a')] = code;
  };
  for (char letter = 'A'; letter <= 'Z'; ++letter) set(letter, kUnknownResidue);
  for (std::size_t i = 0; i < kResidueCount; ++i) set(kResidues[i], static_cast<std::uint8_t>(i));
  codes['-'] = kGap;
  codes['.'] = kGap;
  return codes;
}

constexpr auto kCodes = make_codes();

}  // namespace

std::uint8_t residue_code(char letter) {
  return kCodes[static_cast<unsigned char>(letter)];
}

}  // namespace seqlens::protein
