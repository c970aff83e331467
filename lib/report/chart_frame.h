#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "seqlens/report/plot.h"

#include "axis_scale.h"

namespace seqlens::report {

/// An entry of the legend.
struct LegendEntry {
  std::string name;
  std::string colour;
};

/// Where the parts of a chart lie, and the chart up to its contents: title, legend, axes.
struct ChartFrame {
  AxisScale x, y;    ///< y downwards, as SVG has it
  std::string text;  ///< SVG elements

  [[nodiscard]] double left() const { return x.pixel_low; }
  [[nodiscard]] double right() const { return x.pixel_high; }
  [[nodiscard]] double top() const { return y.pixel_high; }
  [[nodiscard]] double bottom() const { return y.pixel_low; }
};

/// @param x, y  low, high and log of the axes; their pixels are set here.
[[nodiscard]] ChartFrame chart_frame(const Plot& plot, AxisScale x, AxisScale y,
                                     const std::vector<LegendEntry>& legend);

/// An SVG document of this size around elements. @param attributes  of the <svg>, begins with a blank.
[[nodiscard]] std::string svg_document(double width, double height, std::string_view label,
                                       std::string_view attributes, std::string_view elements);

/// Text in the colour of the page, escaped. @param anchor  "start", "middle" or "end".
[[nodiscard]] std::string svg_text(double x, double y, std::string_view anchor, std::string_view text,
                                   std::string_view attributes = "");

/// About as wide as the text is in the size of charts. SVG cannot ask, and no font is known.
[[nodiscard]] double text_width(std::string_view text);

}  // namespace seqlens::report
