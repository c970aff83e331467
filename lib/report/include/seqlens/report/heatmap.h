#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/report/table.h"

namespace seqlens::report {

/// A matrix as coloured cells: row 0 on top, column 0 on the left.
struct Heatmap {
  std::string name;   ///< as in Plot
  std::string title;  ///< above it
  std::string row_title, column_title;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;               ///< row by row; NaN: grey
  std::vector<std::string> row_names{};     ///< empty: numbers, from first_row on
  std::vector<std::string> column_names{};  ///< empty: numbers, from first_column on
  std::int64_t first_row = 1;
  std::int64_t first_column = 1;
  std::optional<double> low{}, high{};  ///< of the colours; else the least and the largest value
  bool two_sided = false;               ///< white at 0, colours on either side
  bool numbers = false;                 ///< written into the cells
  double side = 400;                    ///< pixels of the longer side
};

/// A whole SVG document, also to stand inside a page as it is. More than 1600 cells become an image inside
/// it, of one pixel a cell. Every text is escaped.
/// @throws ShapeError naming the heatmap, unless there is a value a cell and a name a row and column, or
/// none.
[[nodiscard]] std::string heatmap_svg(const Heatmap& heatmap);

/// One row a row of the matrix, its name first.
/// @throws as heatmap_svg.
[[nodiscard]] Table heatmap_table(const Heatmap& heatmap);

}  // namespace seqlens::report
