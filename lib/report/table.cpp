#include "seqlens/report/table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::report {
namespace {

std::string one_field(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string real_text(double value) {
  return std::isnan(value) ? "NA" : fmt::format("{:.6g}", value);
}

}  // namespace

void Table::add_row(std::vector<Cell> cells) {
  if (cells.size() != columns.size()) {
    throw ShapeError(
        fmt::format("table '{}': a row of {} cells under {} columns", name, cells.size(), columns.size()));
  }
  rows.push_back(std::move(cells));
}

std::string cell_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return one_field(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&cell)) return real_text(*real);
  return "NA";
}

}  // namespace seqlens::report
