#include <catch2/catch.hpp>

#include "seq-embed/unique_names.h"

using seq_embed::UniqueNames;

TEST_CASE("a name that came before gets the first free number") {
  UniqueNames names;
  CHECK(names.add("r") == "r");
  CHECK(names.add("r#3") == "r#3");
  CHECK(names.add("r") == "r#2");
  CHECK(names.add("r") == "r#4");
  CHECK(names.add("r#2") == "r#2#2");
  CHECK(names.add("").empty());
  CHECK(names.add("") == "#2");
  CHECK(names.renamed() == 4);
}

TEST_CASE("bytes that are no UTF-8 are replaced before names are compared") {
  UniqueNames names;
  CHECK(names.add("a\xC3") == "a\uFFFD");
  CHECK(names.add("a\xE2") == "a\uFFFD#2");
}
