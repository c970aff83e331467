#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/report/heatmap.h"

using namespace seqlens;
using namespace seqlens::report;

namespace {

Heatmap map_of(std::size_t rows, std::size_t columns, std::vector<double> values) {
  Heatmap map;
  map.name = "m";
  map.rows = rows;
  map.columns = columns;
  map.values = std::move(values);
  return map;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the least value is white, the largest dark, none grey") {
  const std::string svg = heatmap_svg(map_of(1, 3, {2, 4, std::nan("")}));
  CHECK(has(svg, "fill=\"#ffffff\""));
  CHECK(has(svg, "fill=\"#002642\""));
  CHECK(has(svg, "fill=\"#bebebe\""));
}

TEST_CASE("two sides have white at 0") {
  Heatmap map = map_of(1, 3, {-1, 0, 2});
  map.two_sided = true;
  const std::string svg = heatmap_svg(map);
  CHECK(has(svg, "fill=\"#0072b2\""));  // 2
  CHECK(has(svg, "fill=\"#ffffff\""));  // 0
}

TEST_CASE("many cells are an image, whose PNG has its sizes") {
  const std::string svg = heatmap_svg(map_of(50, 40, std::vector<double>(2000, 1.0)));
  // 89 50 4e 47 0d 0a 1a 0a, IHDR, 40 x 50, 8 bits, palette.
  CHECK(has(svg, "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACgAAAAyCAMAAA"));
  CHECK_FALSE(has(heatmap_svg(map_of(40, 40, std::vector<double>(1600, 1.0))), "<image"));
}

TEST_CASE("the numbers have a row a row") {
  Heatmap map = map_of(2, 2, {1, 2, 3, 4});
  map.column_names = {"a", "b"};
  const Table table = heatmap_table(map);
  CHECK(table.columns == std::vector<std::string>{"row", "a", "b"});
  CHECK(cell_text(table.rows[1][0]) == "2");
  CHECK(cell_text(table.rows[1][2]) == "4");
}

TEST_CASE("sizes of a heatmap that do not fit are an error") {
  CHECK_THROWS_WITH(heatmap_svg(map_of(2, 2, {1})),
                    "heatmap 'm': 1 values and 0 and 0 names for 2 rows and 2 columns");
  CHECK_THROWS_AS(heatmap_table(map_of(0, 0, {})), ShapeError);
}
