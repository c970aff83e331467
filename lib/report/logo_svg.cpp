#include "seqlens/report/logo_svg.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace seqlens::report {
namespace {

/// Letters in a box of 100 x 100, y downwards, filled by the even-odd rule.
constexpr std::array<std::string_view, 4> kLetterPaths{
    "M0 100 L38 0 H62 L100 100 H79 L71 77 H29 L21 100 Z M35 60 H65 L50 16 Z",
    "M100 66 C96 88 78 100 54 100 C20 100 0 80 0 50 C0 20 20 0 54 0 C78 0 96 12 100 34 H79 C75 23 66 17 "
    "54 17 C34 17 21 29 21 50 C21 71 34 83 54 83 C66 83 75 77 79 66 Z",
    "M100 34 H79 C75 23 66 17 54 17 C34 17 21 29 21 50 C21 71 34 83 54 83 C68 83 77 77 80 65 H54 V48 H100 "
    "V100 H84 L83 86 C77 95 67 100 52 100 C20 100 0 80 0 50 C0 20 20 0 54 0 C78 0 96 12 100 34 Z",
    "M0 0 H100 V18 H61 V100 H39 V18 H0 Z"};

}  // namespace

std::string logo_definitions() {
  std::string text;
  for (std::size_t i = 0; i < kLogoLetters.size(); ++i)
    text += fmt::format("<path id=\"{}\" fill=\"{}\" fill-rule=\"evenodd\" d=\"{}\"/>\n", kLogoLetters[i],
                        kLogoColours[i], kLetterPaths[i]);
  return text;
}

std::string logo_letters(std::span<const LogoLetter> letters, const LogoBox& box) {
  std::string text;
  for (const LogoLetter& letter : letters) {
    const double height = std::abs(letter.height) * box.unit;
    if (!(height >= box.smallest) || height == 0) continue;
    const double x = box.left + box.column_width * static_cast<double>(letter.column) + box.space / 2;
    const double y = letter.height > 0 ? box.baseline - height : box.baseline;
    fmt::format_to(std::back_inserter(text),
                   "<use href=\"#{}\" transform=\"translate({:.1f} {:.2f}) scale({:.3f} {:.5f})\"/>\n",
                   letter.letter, x, y, (box.column_width - box.space) / 100, height / 100);
  }
  return text;
}

LogoRange logo_range(std::span<const LogoLetter> letters) {
  LogoRange range;
  for (const LogoLetter& letter : letters) {
    range.lowest = std::min(range.lowest, letter.height);
    range.highest = std::max(range.highest, letter.height);
  }
  if (range.lowest == range.highest) range.highest = 1;  // a flat picture has a scale too
  return range;
}

}  // namespace seqlens::report
