#include <array>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/report/page_template.h"

using seqlens::report::fill_template;
using Values = std::array<std::pair<std::string_view, std::string_view>, 2>;

TEST_CASE("a template takes its values as they are") {
  const Values values{{{"a", "{{b}}"}, {"b", "2"}}};
  CHECK(fill_template("x{{a}}y{{b}}{{a}}z", values) == "x{{b}}y2{{b}}z");
  CHECK(fill_template("{{a}}{{b}} {{ open", values) == "{{b}}2 {{ open");
}

TEST_CASE("a template and its values must fit") {
  const Values values{{{"a", "1"}, {"b", "2"}}};
  CHECK_THROWS_WITH(fill_template("{{a}}{{b}}{{c}}", values), "the template has no value for 'c'");
  CHECK_THROWS_WITH(fill_template("{{a}}", values), "the template does not use 'b'");
}
