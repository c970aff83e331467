#include <algorithm>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/report/plot.h"

using namespace seqlens;
using namespace seqlens::report;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Plot plot_of(Series series) {
  Plot plot{"p", "A <title>", {"x", false, 0, 10, {}}, {"y", false, 0, 1, {}}, {}};
  plot.series.push_back(std::move(series));
  return plot;
}

/// The words of data-points.
std::vector<std::string> places(const std::string& svg) {
  const std::string_view key = "data-points=\"";
  const std::size_t from = svg.find(key) + key.size();
  std::string text = svg.substr(from, svg.find('"', from) - from);
  std::vector<std::string> words;
  for (std::size_t at = 0; !text.empty(); text.erase(0, at == std::string::npos ? at : at + 1)) {
    at = text.find(' ');
    words.push_back(text.substr(0, at));
  }
  return words;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

double x_of(const std::string& place) {
  return std::stod(place.substr(0, place.find(',')));
}

}  // namespace

TEST_CASE("points lie in proportion, and a number that has no place breaks the line") {
  const std::string svg =
      plot_svg(plot_of({"s", Mark::line, {0, 5, 7, 10}, {0, 1, kNaN, 0.5}, {}, {}, {}, false}));
  const auto at = places(svg);
  REQUIRE(at.size() == 4);
  CHECK(x_of(at[1]) == Approx((x_of(at[0]) + x_of(at[3])) / 2).margin(0.11));
  CHECK(at[2] == "-");
  CHECK(count(svg, "A &lt;title&gt;") == 2);  // shown, and the label
  const std::string path = svg.substr(svg.find("stroke-linejoin"));
  CHECK(count(path.substr(0, path.find("/>")), "M") == 2);
}

TEST_CASE("a log axis has no place for 0") {
  Plot plot = plot_of({"s", Mark::points, {0, 1, 100, 10000}, {1, 1, 1, 1}, {}, {}, {}, false});
  plot.x = {"x", true, {}, {}, {}};
  const auto at = places(plot_svg(plot));
  CHECK(at[0] == "-");
  CHECK(x_of(at[2]) == Approx((x_of(at[1]) + x_of(at[3])) / 2).margin(0.11));
}

TEST_CASE("a histogram counts what lies between its ends") {
  const Series series = histogram_of("h", {0, 0.5, 1, 1, 2.5, 4, -1, 5, kNaN}, 0, 4, 4);
  CHECK(series.x == std::vector<double>{0, 1, 2, 3, 4});
  CHECK(series.y == std::vector<double>{2, 2, 1, 1});
  const Table table = plot_table(plot_of(series));
  CHECK(table.columns == std::vector<std::string>{"series", "x", "x_end", "y"});
  CHECK(table.rows.size() == 4);
  CHECK(count(plot_svg(plot_of(series)), "<rect class=\"fill s0\"") == 4);
}

TEST_CASE("the numbers have the columns that some series needs") {
  Plot plot = plot_of({"a", Mark::points, {1}, {0.5}, {0.4}, {0.6}, {"first"}, false});
  plot.series.push_back({"b", Mark::line, {2}, {0.25}, {}, {}, {}, true});
  const Table table = plot_table(plot);
  CHECK(table.columns == std::vector<std::string>{"series", "x", "y", "low", "high", "label"});
  REQUIRE(table.rows.size() == 2);
  CHECK(cell_text(table.rows[0][5]) == "first");
  CHECK(cell_text(table.rows[1][3]) == "NA");
}

TEST_CASE("categories have names in picture and numbers") {
  Plot plot = plot_of({"a", Mark::bars, {0, 1}, {0.5, -0.5}, {}, {}, {}, false});
  plot.x = {"", false, {}, {}, {"one", "t&o"}};
  plot.y = {"", false, {}, {}, {}};
  CHECK(count(plot_svg(plot), ">t&amp;o<") == 1);
  CHECK(cell_text(plot_table(plot).rows[1][1]) == "t&o");
}

TEST_CASE("eight colours before one repeats; what is compared with takes none") {
  Plot plot = plot_of({"chance", Mark::line, {0, 1}, {0, 1}, {}, {}, {}, true});
  for (int i = 0; i < 9; ++i)
    plot.series.push_back({std::to_string(i), Mark::line, {0, 1}, {0, 1}, {}, {}, {}, false});
  const std::string svg = plot_svg(plot);
  CHECK(count(svg, "class=\"stroke s0\"") == 2);
  for (int i = 1; i < 8; ++i) CHECK(count(svg, "class=\"stroke s" + std::to_string(i) + "\"") == 1);
  CHECK(count(svg, "class=\"stroke other\"") == 1);
}

TEST_CASE("nothing to show is a picture too; equal and extreme numbers have finite places") {
  CHECK(count(plot_svg({"e", "", {"", false, {}, {}, {}}, {"", false, {}, {}, {}}, {}}), "<svg") == 1);
  for (const double y : {0.0, 5.0, -3.0, 1e300, 1e-300, 1e12}) {
    Plot plot = plot_of({"s", Mark::points, {1, 1}, {y, y}, {}, {}, {}, false});
    plot.x = plot.y = {"", false, {}, {}, {}};
    const std::string svg = plot_svg(plot);
    CHECK(count(svg, "nan") + count(svg, "inf") == 0);
    CHECK(count(svg, "<text") < 60);
  }
}

TEST_CASE("sizes that do not fit are an error") {
  CHECK_THROWS_AS(plot_svg(plot_of({"s", Mark::line, {0, 1}, {1}, {}, {}, {}, false})), ShapeError);
  CHECK_THROWS_AS(plot_svg(plot_of({"s", Mark::histogram, {0}, {1}, {}, {}, {}, false})), ShapeError);
  CHECK_THROWS_AS(plot_table(plot_of({"s", Mark::line, {0}, {1}, {0}, {}, {}, false})), ShapeError);
  CHECK_THROWS_WITH(plot_table(plot_of({"s", Mark::line, {0}, {1}, {}, {}, {"a", "b"}, false})),
                    "plot 'p', series 's': 1 numbers y, but 1 x, 0 low, 0 high, 2 labels");
}
