#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/report/logo_svg.h"

using namespace seqlens::report;

TEST_CASE("letters stand on the line, or hang below it") {
  const std::vector<LogoLetter> letters{{0, 'A', 2}, {3, 'T', -0.5}, {4, 'C', 0.01}, {5, 'G', 0}};
  const LogoBox box{.left = 5, .column_width = 10, .space = 2, .baseline = 50, .unit = 10, .smallest = 0.2};
  CHECK(logo_letters(letters, box) ==
        "<use href=\"#A\" transform=\"translate(6.0 30.00) scale(0.080 0.20000)\"/>\n"
        "<use href=\"#T\" transform=\"translate(36.0 50.00) scale(0.080 0.05000)\"/>\n");
}

TEST_CASE("a letter whose height is no number is left out") {
  const std::vector<LogoLetter> letters{{0, 'A', std::numeric_limits<double>::quiet_NaN()}};
  CHECK(logo_letters(letters, {}).empty());
}

TEST_CASE("the range holds the line and is never empty") {
  const std::vector<LogoLetter> high{{0, 'A', 2}, {1, 'C', 1}};
  CHECK(logo_range(high).lowest == 0);
  CHECK(logo_range(high).highest == 2);
  const std::vector<LogoLetter> low{{0, 'A', -2}};
  CHECK(logo_range(low).lowest == -2);
  CHECK(logo_range(low).highest == 0);
  CHECK(logo_range({}).highest == 1);
}

TEST_CASE("each letter has one shape") {
  const std::string shapes = logo_definitions();
  for (const char letter : kLogoLetters)
    CHECK(shapes.find("<path id=\"" + std::string(1, letter) + "\"") != std::string::npos);
}
