#include "motif-discover/logo_picture.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/xml_text.h"
#include "seqlens/report/logo_svg.h"

namespace motif_discover {
namespace {

using namespace seqlens;

constexpr double kColumn = 22, kBit = 40, kLeft = 8, kTop = 20, kRow = 2 * kBit + 26;

/// A letter is as high as its share of the column's information.
std::string letters_of(const motif::Matrix& matrix, std::int64_t first_column, double baseline) {
  std::vector<report::LogoLetter> letters;
  for (std::size_t j = 0; j < matrix.width(); ++j) {
    std::array<std::size_t, 4> order{0, 1, 2, 3};
    const motif::Column& column = matrix.columns[j];
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return column[a] < column[b]; });
    for (const std::size_t k : order)  // the likeliest on top
      letters.push_back({first_column + static_cast<std::int64_t>(j), motif::kLetters[k],
                         column[k] * motif::information(column)});
  }
  return report::logo_letters(letters, {.left = kLeft,
                                        .column_width = kColumn,
                                        .space = 1.5,
                                        .baseline = baseline,
                                        .unit = kBit,
                                        .smallest = 0.5});
}

std::string label(std::string_view text, double y) {
  return fmt::format(
      "<text x=\"{:.0f}\" y=\"{:.0f}\" font-family=\"sans-serif\" font-size=\"12\">{}</text>\n", kLeft, y,
      xml_escaped(text));
}

std::string line(double y, double width) {
  return fmt::format("<line x1=\"{0:.0f}\" x2=\"{1:.0f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#888\"/>\n",
                     kLeft, width - kLeft, y);
}

}  // namespace

std::string logo_picture(const motif::Matrix& matrix, const motif::Matrix* like, const motif::Match* match) {
  const std::int64_t offset = match != nullptr ? match->offset : 0;
  const std::int64_t first = std::max<std::int64_t>(offset, 0),
                     like_first = std::max<std::int64_t>(-offset, 0);
  std::size_t columns = matrix.width() + static_cast<std::size_t>(first);
  if (like != nullptr) columns = std::max(columns, like->width() + static_cast<std::size_t>(like_first));
  const double width = std::max(2 * kLeft + kColumn * static_cast<double>(columns), 220.0);
  const double height = kRow * (like != nullptr ? 2 : 1) + 4;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 "
      "{0:.0f} {1:.0f}\" role=\"img\" aria-label=\"logo of {2}\">\n<rect width=\"100%\" height=\"100%\" "
      "fill=\"#ffffff\"/>\n<defs>{3}</defs>\n",
      width, height, xml_escaped(motif::consensus(matrix)), report::logo_definitions());
  svg += label(matrix.id + ' ' + motif::consensus(matrix), kTop - 6);
  svg += letters_of(matrix, first, kTop + 2 * kBit) + line(kTop + 2 * kBit, width);
  if (like != nullptr) {
    const bool turned = match->strand == Strand::reverse;
    svg +=
        label(fmt::format("{} {}{}", like->id, like->name, turned ? " (turned round)" : ""), kRow + kTop - 6);
    svg += letters_of(turned ? motif::reverse_complement(*like) : *like, like_first, kRow + kTop + 2 * kBit);
    svg += line(kRow + kTop + 2 * kBit, width);
  }
  return svg + "</svg>\n";
}

report::Table matrix_table(const std::string& name, const motif::Matrix& matrix) {
  report::Table table{name, {"column", "A", "C", "G", "T", "bits"}, {}};
  for (std::size_t j = 0; j < matrix.width(); ++j) {
    const motif::Column& column = matrix.columns[j];
    table.add_row({static_cast<std::int64_t>(j + 1), column[0], column[1], column[2], column[3],
                   motif::information(column)});
  }
  return table;
}

}  // namespace motif_discover
