#include "seqlens/report/plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/report/series_colours.h"

#include "chart_frame.h"

namespace seqlens::report {
namespace {

constexpr double kBarShare = 0.8;  // of the room that a category has
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

void check(const Plot& plot) {
  for (const Series& series : plot.series) {
    const std::size_t points = series.y.size();
    const std::size_t wanted = points + (series.mark == Mark::histogram ? 1 : 0);
    const auto fits = [&](std::size_t size) { return size == 0 || size == points; };
    if (series.x.size() != wanted || !fits(series.low.size()) || series.low.size() != series.high.size() ||
        !fits(series.labels.size()))
      throw ShapeError(fmt::format(
          "plot '{}', series '{}': {} numbers y, but {} x, {} low, {} high, {} labels", plot.name,
          series.name, points, series.x.size(), series.low.size(), series.high.size(), series.labels.size()));
  }
}

/// What an axis must hold; NaN while there is nothing.
struct Span {
  double low = kNothing;
  double high = kNothing;
  void add(double number, bool log) {
    if (!std::isfinite(number) || (log && number <= 0)) return;
    low = std::isnan(low) ? number : std::min(low, number);
    high = std::isnan(high) ? number : std::max(high, number);
  }
};

AxisScale scale_of(Span span, const Axis& axis, double room) {
  if (std::isnan(span.low)) span = axis.log ? Span{1, 10} : Span{0, 1};
  if (span.low == span.high) {
    const double about = span.low == 0 ? 1 : 0.5 * std::abs(span.low);
    span = {span.low - (axis.log ? about : 0), span.high + about};
  }
  const double extra = axis.log ? 0 : room * (span.high - span.low);
  const double below = span.low < 0 ? extra : 0;
  return {axis.low.value_or(span.low - below), axis.high.value_or(span.high + extra), axis.log, 0, 1};
}

AxisScale x_scale(const Plot& plot) {
  Span span;
  for (const Series& series : plot.series)
    for (const double x : series.x) span.add(x, plot.x.log);
  const bool bars = std::any_of(plot.series.begin(), plot.series.end(),
                                [](const Series& series) { return series.mark == Mark::bars; });
  if (!plot.x.categories.empty()) span = {0, static_cast<double>(plot.x.categories.size()) - 1};
  if (bars || !plot.x.categories.empty()) {
    span.low -= 0.6;
    span.high += 0.6;
  }
  return scale_of(span, plot.x, 0);
}

AxisScale y_scale(const Plot& plot) {
  Span span;
  for (const Series& series : plot.series) {
    for (const auto* numbers : {&series.y, &series.low, &series.high})
      for (const double y : *numbers) span.add(y, plot.y.log);
    const bool from_0 = series.mark == Mark::bars || series.mark == Mark::histogram;
    if (from_0 && !plot.y.log) span.add(0, false);
  }
  return scale_of(span, plot.y, 0.05);
}

/// Attributes of a series' lines, or of its areas: the colour on paper, and the class by which a page gives
/// it another in the dark.
std::string stroke_of(const Series& series, std::size_t colour) {
  if (series.dashed)
    return "class=\"stroke other\" stroke=\"#5b6570\" stroke-dasharray=\"5 4\" fill=\"none\"";
  return fmt::format("class=\"stroke s{0}\" stroke=\"{1}\" fill=\"none\"", colour, kSeriesColours[colour]);
}

std::string fill_of(const Series& series, std::size_t colour) {
  if (series.dashed) return "class=\"fill other\" fill=\"#5b6570\"";
  return fmt::format("class=\"fill s{0}\" fill=\"{1}\"", colour, kSeriesColours[colour]);
}

/// Draws the series of a plot into its frame, and remembers where each point lies.
class SeriesDrawing {
 public:
  SeriesDrawing(const Plot& plot, const ChartFrame& frame) : plot_(plot), frame_(frame) {
    bar_series_ = static_cast<std::size_t>(
        std::count_if(plot.series.begin(), plot.series.end(),
                      [](const Series& series) { return series.mark == Mark::bars; }));
  }

  void draw(const Series& series, std::size_t colour) {
    switch (series.mark) {
      case Mark::line:
        line(series, colour);
        break;
      case Mark::points:
        dots(series, colour);
        break;
      case Mark::bars:
        bars(series, colour);
        break;
      case Mark::histogram:
        histogram(series, colour);
        break;
    }
  }

  std::string text;
  std::string points;  ///< "x,y x,y ..": where to point at each, in the order of plot_table; "-": nowhere

 private:
  double y_at(double y) const { return frame_.y.at(y); }
  /// Bars begin here.
  double base() const {
    return frame_.y.log ? frame_.bottom() : y_at(std::clamp(0.0, frame_.y.low, frame_.y.high));
  }

  void remember(double x, double y) {
    if (!points.empty()) points += ' ';
    points += std::isnan(x) || std::isnan(y) ? "-" : fmt::format("{:.1f},{:.1f}", x, y);
  }

  void line(const Series& series, std::size_t colour) {
    if (!series.low.empty()) band(series, colour);
    std::string path;
    bool drawing = false;
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const double x = frame_.x.at(series.x[i]);
      const double y = y_at(series.y[i]);
      remember(x, y);
      const bool here = !std::isnan(x) && !std::isnan(y);
      if (here) path += fmt::format("{}{:.1f} {:.1f}", drawing ? 'L' : 'M', x, y);
      drawing = here;
    }
    text += fmt::format("<path {} stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{}\"/>\n",
                        stroke_of(series, colour), series.dashed ? 1.2 : 2, path);
  }

  void band(const Series& series, std::size_t colour) {
    std::string there, back;
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const double x = frame_.x.at(series.x[i]);
      const double low = y_at(series.low[i]);
      const double high = y_at(series.high[i]);
      if (std::isnan(x) || std::isnan(low) || std::isnan(high)) continue;
      there += fmt::format("{}{:.1f} {:.1f}", there.empty() ? 'M' : 'L', x, high);
      back.insert(0, fmt::format("L{:.1f} {:.1f}", x, low));
    }
    if (!there.empty())
      text += fmt::format("<path {} opacity=\"0.18\" d=\"{}{}Z\"/>\n", fill_of(series, colour), there, back);
  }

  void whisker(const Series& series, std::size_t colour, std::size_t i, double x) {
    if (series.low.empty()) return;
    const double low = y_at(series.low[i]);
    const double high = y_at(series.high[i]);
    if (std::isnan(x) || std::isnan(low) || std::isnan(high)) return;
    const std::string stroke = series.mark == Mark::bars ? "class=\"axis\" stroke=\"#1b1f24\" fill=\"none\""
                                                         : stroke_of(series, colour);
    text +=
        fmt::format("<path {0} d=\"M{1:.1f} {2:.1f}h6m-3 0V{3:.1f}m-3 0h6\"/>\n", stroke, x - 3, low, high);
  }

  void dots(const Series& series, std::size_t colour) {
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const double x = frame_.x.at(series.x[i]);
      const double y = y_at(series.y[i]);
      remember(x, y);
      if (std::isnan(x) || std::isnan(y)) continue;
      whisker(series, colour, i, x);
      text += fmt::format("<circle {} cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"/>\n", fill_of(series, colour), x,
                          y, series.y.size() > 300 ? 2 : 3.2);
    }
  }

  void bars(const Series& series, std::size_t colour) {
    const double room = frame_.x.at(frame_.x.low + 1) - frame_.x.at(frame_.x.low);
    const double width = kBarShare * room / static_cast<double>(bar_series_);
    const double shift = width * (static_cast<double>(bar_number_++) - static_cast<double>(bar_series_) / 2);
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const double x = frame_.x.at(series.x[i]) + shift;
      const double y = y_at(series.y[i]);
      remember(x + width / 2, y);
      if (std::isnan(x) || std::isnan(y)) continue;
      box(x + width * 0.04, x + width * 0.96, y, fill_of(series, colour));
      whisker(series, colour, i, x + width / 2);
    }
  }

  void histogram(const Series& series, std::size_t colour) {
    const std::string fill = fill_of(series, colour) + " opacity=\"0.6\"";
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const double left = frame_.x.at(series.x[i]);
      const double right = frame_.x.at(series.x[i + 1]);
      const double y = y_at(series.y[i]);
      remember((left + right) / 2, y);
      if (!std::isnan(left) && !std::isnan(right) && !std::isnan(y)) box(left, right, y, fill);
    }
  }

  void box(double left, double right, double y, const std::string& fill) {
    const double from = base();
    if (y == from) return;
    text += fmt::format("<rect {} x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\"/>\n", fill,
                        left, std::min(y, from), right - left, std::abs(from - y));
  }

  const Plot& plot_;
  const ChartFrame& frame_;
  std::size_t bar_series_ = 0;
  std::size_t bar_number_ = 0;
};

/// The colour of each series: those that are compared with take none.
std::vector<std::size_t> colours_of(const Plot& plot) {
  std::vector<std::size_t> colours;
  std::size_t next = 0;
  for (const Series& series : plot.series)
    colours.push_back(series.dashed ? 0 : next++ % kSeriesColours.size());
  return colours;
}

std::vector<LegendEntry> legend_of(const Plot& plot, const std::vector<std::size_t>& colours) {
  std::vector<LegendEntry> legend;
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    if (!plot.series[i].name.empty())
      legend.push_back({plot.series[i].name, fill_of(plot.series[i], colours[i])});
  }
  return legend;
}

bool any_of_series(const Plot& plot, bool (*has)(const Series&)) {
  return std::any_of(plot.series.begin(), plot.series.end(), has);
}

}  // namespace

Series histogram_of(std::string name, const std::vector<double>& values, double low, double high,
                    std::size_t bins) {
  Series series{std::move(name), Mark::histogram, {}, std::vector<double>(bins), {}, {}, {}, false};
  const double width = (high - low) / static_cast<double>(bins);
  for (std::size_t i = 0; i <= bins; ++i) series.x.push_back(low + width * static_cast<double>(i));
  for (const double value : values) {
    if (!(value >= low && value <= high)) continue;
    series.y[std::min(bins - 1, static_cast<std::size_t>((value - low) / width))] += 1;
  }
  return series;
}

std::string plot_svg(const Plot& plot) {
  check(plot);
  const auto colours = colours_of(plot);
  const ChartFrame frame = chart_frame(plot, x_scale(plot), y_scale(plot), legend_of(plot, colours));
  SeriesDrawing drawing(plot, frame);
  for (std::size_t i = 0; i < plot.series.size(); ++i) drawing.draw(plot.series[i], colours[i]);
  const std::string clip = fmt::format(
      "<clipPath id=\"clip-{}\"><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>"
      "</clipPath>\n",
      plot.name, frame.left() - 4, frame.top() - 4, frame.right() - frame.left() + 8,
      frame.bottom() - frame.top() + 8);
  const std::string elements =
      clip + frame.text + fmt::format("<g clip-path=\"url(#clip-{})\">\n{}</g>\n", plot.name, drawing.text);
  return svg_document(plot.width, plot.height, plot.title, fmt::format(" data-points=\"{}\"", drawing.points),
                      elements);
}

Table plot_table(const Plot& plot) {
  check(plot);
  const bool edges = any_of_series(plot, [](const Series& series) { return series.mark == Mark::histogram; });
  const bool intervals = any_of_series(plot, [](const Series& series) { return !series.low.empty(); });
  const bool labels = any_of_series(plot, [](const Series& series) { return !series.labels.empty(); });
  Table table{plot.name, {"series", "x"}, {}};
  if (edges) table.columns.emplace_back("x_end");
  table.columns.emplace_back("y");
  if (intervals) table.columns.insert(table.columns.end(), {"low", "high"});
  if (labels) table.columns.emplace_back("label");
  for (const Series& series : plot.series) {
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      std::vector<Cell> row{series.name, series.x[i]};
      const auto category = static_cast<std::size_t>(std::max(0.0, series.x[i]));
      if (category < plot.x.categories.size()) row[1] = plot.x.categories[category];
      if (edges) row.emplace_back(series.mark == Mark::histogram ? series.x[i + 1] : kNothing);
      row.emplace_back(series.y[i]);
      if (intervals) row.emplace_back(series.low.empty() ? kNothing : series.low[i]);
      if (intervals) row.emplace_back(series.high.empty() ? kNothing : series.high[i]);
      if (labels) row.emplace_back(series.labels.empty() ? std::string() : series.labels[i]);
      table.add_row(std::move(row));
    }
  }
  return table;
}

}  // namespace seqlens::report
