#include "chart_frame.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/xml_text.h"

namespace seqlens::report {
namespace {

constexpr double kFontSize = 12;
constexpr double kLineHeight = 17;
constexpr double kMargin = 12;
constexpr std::size_t kLongestCategory = 24;  // letters
constexpr std::string_view kInk = "#1b1f24";
constexpr std::string_view kSoft = "#5b6570";
constexpr std::string_view kGrid = "#e1e5e9";

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// In rows as wide as the chart.
std::string draw_legend(const std::vector<LegendEntry>& legend, double width, double& y) {
  std::string text;
  double x = kMargin;
  for (const auto& [name, colour] : legend) {
    const double needed = 18 + text_width(name) + 14;
    if (x > kMargin && x + needed > width) {
      x = kMargin;
      y += kLineHeight;
    }
    text +=
        fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"12\" height=\"10\" {}/>\n", x, y - 9, colour);
    text += svg_text(x + 17, y, "start", name);
    x += needed;
  }
  if (!legend.empty()) y += kLineHeight;
  return text;
}

struct Ticks {
  std::vector<double> numbers;
  std::vector<std::string> texts;
  [[nodiscard]] double widest() const {
    double width = 0;
    for (const auto& text : texts) width = std::max(width, text_width(text));
    return width;
  }
};

Ticks ticks_of(const AxisScale& scale, int wanted) {
  Ticks ticks{axis_ticks(scale.low, scale.high, scale.log, wanted), {}};
  const auto& numbers = ticks.numbers;
  for (const double number : numbers) {
    const bool powers = scale.log && scale.high / scale.low >= 100;
    const double step = powers               ? number
                        : numbers.size() > 1 ? numbers[1] - numbers[0]
                                             : scale.high - scale.low;
    ticks.texts.push_back(tick_text(number, step));
  }
  return ticks;
}

Ticks category_ticks(const std::vector<std::string>& categories) {
  Ticks ticks;
  for (const std::string& category : categories) {
    ticks.numbers.push_back(static_cast<double>(ticks.numbers.size()));
    const bool fits = letters(category) <= kLongestCategory || category.size() != letters(category);
    ticks.texts.push_back(fits ? category : category.substr(0, kLongestCategory - 1) + "…");
  }
  return ticks;
}

std::string draw_y_axis(const ChartFrame& frame, const Ticks& ticks, const std::string& title) {
  std::string text;
  for (std::size_t i = 0; i < ticks.numbers.size(); ++i) {
    const double y = frame.y.at(ticks.numbers[i]);
    text += fmt::format("<path class=\"grid\" stroke=\"{}\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", kGrid,
                        frame.left(), y, frame.right());
    text += svg_text(frame.left() - 6, y + 4, "end", ticks.texts[i]);
  }
  const double middle = (frame.top() + frame.bottom()) / 2;
  return text + svg_text(kFontSize + 2, middle, "middle", title,
                         fmt::format(" transform=\"rotate(-90 {:.1f} {:.1f})\"", kFontSize + 2, middle));
}

std::string draw_x_axis(const ChartFrame& frame, const Ticks& ticks, const std::string& title, bool slanted,
                        double height) {
  std::string text;
  for (std::size_t i = 0; i < ticks.numbers.size(); ++i) {
    const double x = frame.x.at(ticks.numbers[i]);
    const double y = frame.bottom() + 16;
    text += fmt::format("<path class=\"axis\" stroke=\"{}\" d=\"M{:.1f} {:.1f}v4\"/>\n", kSoft, x,
                        frame.bottom());
    if (slanted)
      text += svg_text(x + 4, y - 3, "end", ticks.texts[i],
                       fmt::format(" transform=\"rotate(-40 {:.1f} {:.1f})\"", x + 4, y - 3));
    else
      text += svg_text(std::min(x, frame.right() + kMargin - text_width(ticks.texts[i]) / 2), y, "middle",
                       ticks.texts[i]);
  }
  text +=
      fmt::format("<path class=\"axis\" stroke=\"{}\" fill=\"none\" d=\"M{:.1f} {:.1f}V{:.1f}H{:.1f}\"/>\n",
                  kSoft, frame.left(), frame.top(), frame.bottom(), frame.right());
  return text + svg_text((frame.left() + frame.right()) / 2, height - 8, "middle", title);
}

}  // namespace

double text_width(std::string_view text) {
  return 0.58 * kFontSize * static_cast<double>(letters(text));
}

std::string svg_text(double x, double y, std::string_view anchor, std::string_view text,
                     std::string_view attributes) {
  if (text.empty()) return "";
  return fmt::format(
      "<text class=\"words\" fill=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", kInk, x,
      y, anchor, attributes, xml_escaped(text));
}

std::string svg_document(double width, double height, std::string_view label, std::string_view attributes,
                         std::string_view elements) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" "
      "height=\"{1:g}\" font-family=\"system-ui, sans-serif\" font-size=\"{2:g}\" role=\"img\" "
      "aria-label=\"{3}\"{4}>\n{5}</svg>\n",
      width, height, kFontSize, xml_escaped(label), attributes, elements);
}

ChartFrame chart_frame(const Plot& plot, AxisScale x, AxisScale y, const std::vector<LegendEntry>& legend) {
  ChartFrame frame{x, y, svg_text(kMargin, 18, "start", plot.title, " font-weight=\"600\"")};
  double below = plot.title.empty() ? 16 : 38;
  frame.text += draw_legend(legend, plot.width, below);
  const Ticks y_ticks = ticks_of(y, 5);
  frame.x.pixel_low = y_ticks.widest() + (plot.y.title.empty() ? kMargin : kFontSize + kMargin) + 6;
  frame.x.pixel_high = plot.width - kMargin - 6;
  const double across = frame.x.pixel_high - frame.x.pixel_low;
  const bool named = !plot.x.categories.empty();
  const Ticks x_ticks =
      named ? category_ticks(plot.x.categories) : ticks_of(x, static_cast<int>(across / 75));
  const bool slanted = named && (x_ticks.widest() + 6) * static_cast<double>(x_ticks.texts.size()) > across;
  frame.y.pixel_high = below - 4;
  frame.y.pixel_low =
      plot.height - (plot.x.title.empty() ? 12 : 28) - (slanted ? 10 + 0.65 * x_ticks.widest() : 16);
  frame.text += draw_y_axis(frame, y_ticks, plot.y.title);
  frame.text += draw_x_axis(frame, x_ticks, plot.x.title, slanted, plot.height);
  return frame;
}

}  // namespace seqlens::report
