#include "seqlens/report/heatmap.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/report/base64.h"

#include "axis_scale.h"
#include "chart_frame.h"
#include "png_image.h"

namespace seqlens::report {
namespace {

constexpr std::size_t kMostRectangles = 1600;
constexpr double kLeastSlot = 13;  // pixels: names of rows stand no closer
constexpr std::uint8_t kLastShade = 254;
constexpr std::uint8_t kNoNumber = 255;  // grey

void check(const Heatmap& map) {
  const auto fits = [](std::size_t names, std::size_t count) { return names == 0 || names == count; };
  if (map.values.size() == map.rows * map.columns && fits(map.row_names.size(), map.rows) &&
      fits(map.column_names.size(), map.columns) && map.rows > 0 && map.columns > 0)
    return;
  throw ShapeError(fmt::format("heatmap '{}': {} values and {} and {} names for {} rows and {} columns",
                               map.name, map.values.size(), map.row_names.size(), map.column_names.size(),
                               map.rows, map.columns));
}

struct Range {
  double low, high;
};

Range range_of(const Heatmap& map) {
  Range range{INFINITY, -INFINITY};
  for (const double value : map.values) {
    if (!std::isfinite(value)) continue;
    range = {std::min(range.low, value), std::max(range.high, value)};
  }
  if (range.low > range.high) range = {0, 1};
  range = {map.low.value_or(range.low), map.high.value_or(range.high)};
  if (map.two_sided) {
    const double most = std::max(std::abs(range.low), std::abs(range.high));
    range = {-most, most};
  }
  if (!(range.low < range.high)) range.high = range.low + 1;
  return range;
}

Rgb mix(const Rgb& a, const Rgb& b, double share) {
  Rgb mixed{};
  for (std::size_t i = 0; i < 3; ++i)
    mixed[i] = static_cast<std::uint8_t>(std::lround(a[i] + share * (b[i] - a[i])));
  return mixed;
}

/// From white over blue to a dark blue; or from vermillion over white to blue.
Rgb colour(double share, bool two_sided) {
  constexpr Rgb kWhite{255, 255, 255}, kBlue{0, 114, 178}, kDark{0, 38, 66}, kRed{213, 94, 0};
  if (two_sided) return share < 0.5 ? mix(kRed, kWhite, 2 * share) : mix(kWhite, kBlue, 2 * share - 1);
  return share < 0.6 ? mix(kWhite, kBlue, share / 0.6) : mix(kBlue, kDark, (share - 0.6) / 0.4);
}

std::array<Rgb, 256> all_colours(bool two_sided) {
  std::array<Rgb, 256> colours{};
  for (std::size_t i = 0; i <= kLastShade; ++i)
    colours[i] = colour(static_cast<double>(i) / kLastShade, two_sided);
  colours[kNoNumber] = {190, 190, 190};
  return colours;
}

std::uint8_t shade_of(double value, const Range& range) {
  if (!std::isfinite(value)) return kNoNumber;
  const double share = std::clamp((value - range.low) / (range.high - range.low), 0.0, 1.0);
  return static_cast<std::uint8_t>(std::lround(share * kLastShade));
}

std::string name_of(const std::vector<std::string>& names, std::int64_t first, std::size_t i) {
  return names.empty() ? fmt::format("{}", first + static_cast<std::int64_t>(i)) : names[i];
}

/// Where the cells lie.
struct Cells {
  double left, top, cell;
};

std::string draw_rectangles(const Heatmap& map, const Cells& at, const Range& range,
                            const std::array<Rgb, 256>& colours) {
  std::string text;
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    const double x = at.left + at.cell * static_cast<double>(i % map.columns);
    const double y = at.top + at.cell * static_cast<double>(i / map.columns);
    const auto& [red, green, blue] = colours[shade_of(map.values[i], range)];
    text += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"#{:02x}{:02x}{:02x}\"/>\n",
        x, y, at.cell, at.cell, red, green, blue);
    if (!map.numbers || !std::isfinite(map.values[i])) continue;
    const bool light = red + green + blue < 330;
    text += fmt::format("<text fill=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
                        light ? "#ffffff" : "#1b1f24", x + at.cell / 2, y + at.cell / 2 + 4,
                        tick_text(map.values[i], std::floor(map.values[i]) == map.values[i] ? 1 : 0.01));
  }
  return text;
}

std::string draw_image(const Heatmap& map, const Cells& at, const Range& range,
                       const std::array<Rgb, 256>& colours) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(map.values.size());
  for (const double value : map.values) pixels.push_back(shade_of(value, range));
  return fmt::format(
      "<image x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" preserveAspectRatio=\"none\" "
      "style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{}\"/>\n",
      at.left, at.top, at.cell * static_cast<double>(map.columns), at.cell * static_cast<double>(map.rows),
      base64(png_image(pixels, map.columns, colours)));
}

/// Every so many rows or columns have a name, so that names do not run into each other; in round steps.
std::size_t name_step(std::size_t count, double cell, double room) {
  std::size_t step = 1;
  for (const std::size_t next : {2UL, 5UL, 10UL, 20UL, 50UL, 100UL, 200UL, 500UL, 1000UL}) {
    if (cell * static_cast<double>(step) >= room || step >= count) break;
    step = next;
  }
  return step;
}

bool is_named(const std::vector<std::string>& names, std::int64_t first, std::size_t i, std::size_t step) {
  const auto every = static_cast<std::int64_t>(step);
  return names.empty() ? (first + static_cast<std::int64_t>(i)) % every == 0 : i % step == 0;
}

double widest(const std::vector<std::string>& names, std::int64_t first, std::size_t count) {
  double width = 0;
  for (std::size_t i = 0; i < count; ++i) width = std::max(width, text_width(name_of(names, first, i)));
  return width;
}

std::string draw_names(const Heatmap& map, const Cells& at, bool slanted, double width) {
  std::string text;
  const std::size_t row_step = name_step(map.rows, at.cell, kLeastSlot);
  for (std::size_t i = 0; i < map.rows; ++i) {
    if (is_named(map.row_names, map.first_row, i, row_step))
      text += svg_text(at.left - 6, at.top + at.cell * (static_cast<double>(i) + 0.5) + 4, "end",
                       name_of(map.row_names, map.first_row, i));
  }
  const double bottom = at.top + at.cell * static_cast<double>(map.rows);
  const std::size_t step = name_step(map.columns, at.cell, slanted ? kLeastSlot : width + 8);
  for (std::size_t i = 0; i < map.columns; ++i) {
    if (!is_named(map.column_names, map.first_column, i, step)) continue;
    const double x = at.left + at.cell * (static_cast<double>(i) + 0.5);
    const std::string turned = fmt::format(" transform=\"rotate(-40 {:.1f} {:.1f})\"", x + 4, bottom + 13);
    text += slanted
                ? svg_text(x + 4, bottom + 13, "end", name_of(map.column_names, map.first_column, i), turned)
                : svg_text(x, bottom + 16, "middle", name_of(map.column_names, map.first_column, i));
  }
  return text;
}

/// A strip of the colours with the numbers at its ends.
std::string draw_scale(const Heatmap& map, const Range& range, double left, double y) {
  std::string text = svg_text(left, y + 9, "start", fmt::format("{:.3g}", range.low));
  const double from = left + text_width(fmt::format("{:.3g}", range.low)) + 5;
  constexpr int kSteps = 40;
  for (int i = 0; i < kSteps; ++i) {
    const auto& [red, green, blue] = colour(static_cast<double>(i) / (kSteps - 1), map.two_sided);
    text += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"3.2\" height=\"10\" fill=\"#{:02x}{:02x}{:02x}\"/>\n",
        from + 3 * i, y, red, green, blue);
  }
  return text + svg_text(from + 3 * kSteps + 6, y + 9, "start", fmt::format("{:.3g}", range.high));
}

}  // namespace

std::string heatmap_svg(const Heatmap& map) {
  check(map);
  const Range range = range_of(map);
  const double cell = map.side / static_cast<double>(std::max(map.rows, map.columns));
  const double column_width = widest(map.column_names, map.first_column, map.columns);
  const bool slanted = !map.column_names.empty() && column_width + 6 > cell;
  const Cells at{widest(map.row_names, map.first_row, map.rows) + (map.row_title.empty() ? 18 : 32), 52,
                 cell};
  const double bottom = at.top + cell * static_cast<double>(map.rows);
  const double right = at.left + cell * static_cast<double>(map.columns);
  const double height =
      bottom + (slanted ? 16 + 0.65 * column_width : 24) + (map.column_title.empty() ? 4 : 20);
  const double width = std::max({right, at.left + 220, 24 + text_width(map.title)}) + 14;
  const auto colours = all_colours(map.two_sided);
  std::string text = svg_text(12, 18, "start", map.title, " font-weight=\"600\"");
  text += draw_scale(map, range, at.left, 30);
  text += map.values.size() > kMostRectangles ? draw_image(map, at, range, colours)
                                              : draw_rectangles(map, at, range, colours);
  text += fmt::format(
      "<rect class=\"axis\" fill=\"none\" stroke=\"#5b6570\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" "
      "height=\"{:.2f}\"/>\n",
      at.left, at.top, right - at.left, bottom - at.top);
  text += draw_names(map, at, slanted, column_width);
  const double middle = (at.top + bottom) / 2;
  text += svg_text(16, middle, "middle", map.row_title,
                   fmt::format(" transform=\"rotate(-90 16 {:.1f})\"", middle));
  text += svg_text((at.left + right) / 2, height - 8, "middle", map.column_title);
  return svg_document(
      width, height, map.title,
      fmt::format(" data-cells=\"{:.2f} {:.2f} {:.4f} {} {}\"", at.left, at.top, cell, map.rows, map.columns),
      text);
}

Table heatmap_table(const Heatmap& map) {
  check(map);
  Table table{map.name, {"row"}, {}};
  for (std::size_t i = 0; i < map.columns; ++i)
    table.columns.push_back(name_of(map.column_names, map.first_column, i));
  for (std::size_t row = 0; row < map.rows; ++row) {
    std::vector<Cell> cells{name_of(map.row_names, map.first_row, row)};
    for (std::size_t i = 0; i < map.columns; ++i) cells.emplace_back(map.values[row * map.columns + i]);
    table.add_row(std::move(cells));
  }
  return table;
}

}  // namespace seqlens::report
