#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace seqlens::report {

/// Text, a whole number, a real number, or nothing. A real NaN is nothing too.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double>;

/// Rows of cells under named columns.
struct Table {
  std::string name;  ///< key of the table in JSON
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;

  /// @throws ShapeError unless there is one cell a column.
  void add_row(std::vector<Cell> cells);
};

/// As written into TSV: "NA" for nothing, a real number with 6 significant digits, tabs and line ends in
/// text as blanks.
[[nodiscard]] std::string cell_text(const Cell& cell);

}  // namespace seqlens::report
