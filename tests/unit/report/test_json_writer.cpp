#include <limits>

#include <catch2/catch.hpp>

#include "seqlens/report/json_writer.h"

using seqlens::report::JsonWriter;

TEST_CASE("JSON is written without white space, commas where they belong") {
  JsonWriter json;
  json.begin_object().key("a").begin_array().whole(1).whole(-2).begin_array().end_array().end_array();
  json.key("b").begin_object().end_object().key("c").truth(true).key("d").nothing().end_object();
  CHECK(json.str() == R"({"a":[1,-2,[]],"b":{},"c":true,"d":null})");
}

TEST_CASE("real numbers have the digits asked for, and what is no number is null") {
  JsonWriter json;
  json.begin_array().real(0.123456, 3).real(1234567, 3).real(-0.0, 3).real(1e-9, 2);
  json.real(std::numeric_limits<double>::quiet_NaN(), 3).real(std::numeric_limits<double>::infinity(), 3);
  json.end_array();
  CHECK(json.str() == "[0.123,1.23e+06,0,1e-09,null,null]");
}

TEST_CASE("no text ends the script that holds the JSON") {
  JsonWriter json;
  json.begin_object()
      .key("<!--")
      .text("</script><script>alert(\"1\")</script> & \xC3\xA9 \xFF\n")
      .end_object();
  CHECK(json.str() ==
        "{\"\\u003c!--\":\"\\u003c/script>\\u003cscript>alert(\\\"1\\\")\\u003c/script> & \xC3\xA9 "
        "\xEF\xBF\xBD\\u000a\"}");
  CHECK(json.str().find('<') == std::string::npos);
}
