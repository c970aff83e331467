#include <optional>

#include <catch2/catch.hpp>

#include "seqlens/labelled/label_names.h"

using namespace seqlens::labelled;

TEST_CASE("to training a class is its name or its number") {
  const auto names = LabelNames::of_classes({"other", "promoter", "enhancer"});
  CHECK(names.target("promoter") == 1);
  CHECK(names.target("enhancer") == 2);
  CHECK(names.target("2") == 2);
  CHECK(names.target("0") == 0);
  for (const char* unknown : {"", "3", "-1", "Promoter", "1x"}) CHECK(names.target(unknown) == std::nullopt);
  CHECK(names.unknown_text("x") == "label 'x' is none of the model's: 0 (other), 1 (promoter), 2 (enhancer)");
}

TEST_CASE("of one label it is 1 and what is not is 0") {
  const auto names = LabelNames::of_classes({"promoter"});
  CHECK(names.target("promoter") == 1);
  CHECK(names.target("1") == 1);
  CHECK(names.target("0") == 0);
  CHECK_FALSE(names.target("2"));
  CHECK(names.unknown_text("2") == "label '2' is none of the model's: 0 (not promoter), 1 (promoter)");
}

TEST_CASE("to an evaluation 1 is the positive class, whatever its number") {
  const auto names = LabelNames::of_positive({"promoter", "background"}, 0);
  CHECK(names.target("promoter") == 1);
  CHECK(names.target("background") == 0);
  CHECK(names.target("1") == 1);
  CHECK(names.target("0") == 0);
  CHECK_FALSE(names.target("2"));
  CHECK(names.unknown_text("x") == "label 'x', expected 1 ('promoter') or 0 ('background')");
  CHECK(LabelNames::of_positive({"a", "b", "c"}, 2).target("c") == 1);
  CHECK_FALSE(LabelNames::of_positive({"a", "b", "c"}, 2).target("a"));
  CHECK(LabelNames().unknown_text("x") == "label 'x', expected 1 or 0");
}

TEST_CASE("a name comes before a number") {
  CHECK(LabelNames::of_classes({"1", "0"}).target("1") == 0);
  CHECK(LabelNames::of_positive({"1", "0"}, 1).target("0") == 1);
}
