#include <catch2/catch.hpp>

#include "seqlens/attention/head_selection.h"
#include "seqlens/core/errors.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

std::string names(std::string_view text) {
  std::string result;
  for (const HeadId& id : parse_heads(text, 3, 2)) result += to_string(id) + " ";
  return result;
}

}  // namespace

TEST_CASE("heads are listed by layer and head whatever the order of the list") {
  CHECK(names("") == "L0H0 L0H1 L1H0 L1H1 L2H0 L2H1 ");
  CHECK(names("L2H1,L0H0,L2H1") == "L0H0 L2H1 ");
  CHECK(names("L1*") == "L1H0 L1H1 ");
  CHECK(names("L*H1") == "L0H1 L1H1 L2H1 ");
  CHECK(names("L*") == names(""));
}

TEST_CASE("a head that the model does not have is named") {
  for (const char* text : {"L3H0", "L0H2", "H1", "L0", "L-1H0", "L0H", "LH", "l0h0", "L0H0,", "L0H0 "}) {
    INFO(text);
    CHECK_THROWS_AS(parse_heads(text, 3, 2), UsageError);
  }
  CHECK_THROWS_WITH(
      parse_heads("L0H0,L7H1", 3, 2),
      "--heads 'L7H1': this model has L0H0 to L2H1; a whole layer is L0*, a head of all layers L*H0");
}
