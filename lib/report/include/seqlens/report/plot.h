#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/report/table.h"

namespace seqlens::report {

/// How the points of a series are drawn.
enum class Mark {
  line,       ///< joined
  points,     ///< each a dot
  bars,       ///< each from 0 up (or down); series of bars stand beside each other
  histogram,  ///< y[i] from x[i] to x[i + 1], filled down to 0: x holds the edges, one more than y
};

/// Points under one name and in one colour.
struct Series {
  std::string name{};  ///< in the legend and in the numbers; empty: not in the legend
  Mark mark = Mark::line;
  std::vector<double> x{};
  std::vector<double> y{};  ///< NaN: no point, and a line is broken there
  std::vector<double> low{},
      high{};  ///< of an interval about y: a band for lines, a whisker else; may be empty
  std::vector<std::string> labels{};  ///< what a point is called where it is read out; may be empty
  bool dashed = false;                ///< in grey: what the others are compared with (chance, a threshold)
};

struct Axis {
  std::string title{};
  bool log = false;                       ///< numbers at or below 0 have no place then, and are not drawn
  std::optional<double> low{}, high{};    ///< where it begins and ends; else what the points need
  std::vector<std::string> categories{};  ///< names of x = 0, 1, ..; of the x axis only
};

/// A picture of lines, dots, bars or histograms.
struct Plot {
  std::string name;   ///< of the files that are saved, and the address in the page: letters, digits, '-', '_'
  std::string title;  ///< above it
  Axis x, y;
  std::vector<Series> series;
  double width = 480;  ///< on a page as wide as this in pixels or wider; else it shrinks
  double height = 320;
};

/// The series of a histogram: how many of the values lie in each of so many bins of the same width between
/// low and high, the latter included. Values outside, and NaN, are not counted.
[[nodiscard]] Series histogram_of(std::string name, const std::vector<double>& values, double low,
                                  double high, std::size_t bins);

/// A whole SVG document, also to stand inside a page as it is. Every text is escaped.
/// @throws ShapeError naming the plot and the series whose sizes do not fit.
[[nodiscard]] std::string plot_svg(const Plot& plot);

/// The numbers, one point a row: series, x, y and, where some series has them, low, high, label. An edge of a
/// histogram is in columns x and x_end.
/// @throws as plot_svg.
[[nodiscard]] Table plot_table(const Plot& plot);

}  // namespace seqlens::report
