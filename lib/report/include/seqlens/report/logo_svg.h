#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace seqlens::report {

/// A letter of a logo.
struct LogoLetter {
  std::int64_t column = 0;
  char letter = 'A';  ///< of kLogoLetters
  double height = 0;  ///< below the line when negative
};

inline constexpr std::string_view kLogoLetters = "ACGT";
/// Okabe & Ito's colours for the letters: bluish green, blue, orange, vermillion.
inline constexpr std::array<std::string_view, 4> kLogoColours{"#009e73", "#0072b2", "#e69f00", "#d55e00"};

/// Where a logo lies in an SVG, y downwards.
struct LogoBox {
  double left = 0;          ///< of column 0
  double column_width = 1;  ///< of a letter with the space beside it
  double space = 0;         ///< between letters
  double baseline = 0;      ///< y of height 0
  double unit = 1;          ///< length of height 1
  double smallest = 0;      ///< letters of less are left out
};

/// The shapes that letters refer to, with the ids A, C, G, T, to stand once in the document (inside <defs>).
/// They are paths, so a logo looks the same without any font.
[[nodiscard]] std::string logo_definitions();

/// The letters, one <use> a line.
[[nodiscard]] std::string logo_letters(std::span<const LogoLetter> letters, const LogoBox& box);

/// Heights that a logo spans; the line at 0 lies in it, and it is never empty.
struct LogoRange {
  double lowest = 0;
  double highest = 0;
};
[[nodiscard]] LogoRange logo_range(std::span<const LogoLetter> letters);

}  // namespace seqlens::report
