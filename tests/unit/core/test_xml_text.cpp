#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/xml_text.h"

using seqlens::xml_escaped;
using namespace std::string_literals;

TEST_CASE("text for XML") {
  CHECK(xml_escaped("").empty());
  CHECK(xml_escaped("L0H1 z >= 3 & \"x\" < 'y'") == "L0H1 z &gt;= 3 &amp; &quot;x&quot; &lt; 'y'");
  CHECK(xml_escaped("a\tb\nc\r") == "a&#9;b&#10;c&#13;");
  CHECK(xml_escaped("Gr\xC3\xB6\xC3\x9F"
                    "e") ==
        "Gr\xC3\xB6\xC3\x9F"
        "e");
}

TEST_CASE("what XML cannot hold becomes the replacement character") {
  CHECK(xml_escaped("a\0b"s) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(xml_escaped("\x1B[1m") == "\xEF\xBF\xBD[1m");
  CHECK(xml_escaped("\xFF") == "\xEF\xBF\xBD");
}
