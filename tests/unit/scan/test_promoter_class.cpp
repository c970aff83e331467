#include <array>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/promoter_class.h"

using namespace seqlens;
using namespace seqlens::scan;

TEST_CASE("the promoter's class comes from its label, else it is class 1") {
  struct Case {
    std::vector<std::string> labels;
    std::string wanted;
    std::size_t promoter;
    std::string label;
    std::string text;
  };
  const std::vector<Case> cases{
      {{"LABEL_0", "LABEL_1"},
       "",
       1,
       "promoter",
       "z[1 'LABEL_1'] - z[0 'LABEL_0']; class 1, since no label names promoters"},
      {{"Promoter", "other"}, "", 0, "Promoter", "z[0 'Promoter'] - z[1 'other']; the label says which"},
      {{"core_promoter", "non-promoter"},
       "",
       0,
       "core_promoter",
       "z[0 'core_promoter'] - z[1 'non-promoter']; the label says which"},
      {{"No promoter", "promoter"},
       "",
       1,
       "promoter",
       "z[1 'promoter'] - z[0 'No promoter']; the label says which"},
      {{"promoter a", "promoter b"},
       "",
       1,
       "promoter b",
       "z[1 'promoter b'] - z[0 'promoter a']; class 1, since no label names promoters"},
      {{"no", "yes"}, "no", 0, "promoter", "z[0 'no'] - z[1 'yes']; as --promoter-class says"},
      {{"no", "yes"}, "0", 0, "promoter", "z[0 'no'] - z[1 'yes']; as --promoter-class says"},
      {{"1", "0"}, "1", 0, "promoter", "z[0 '1'] - z[1 '0']; as --promoter-class says"},
      {{"anything"}, "", 0, "promoter", "z[0 'anything']; the only logit"},
  };
  for (const Case& one : cases) {
    const PromoterClass found = find_promoter_class(one.labels, one.wanted);
    INFO(one.text);
    CHECK(found.promoter == one.promoter);
    CHECK(found.label == one.label);
    CHECK(found.text == one.text);
  }
}

TEST_CASE("the logit is that of the promoter's class minus the other one") {
  const std::array<float, 2> logits{0.5F, 2.25F};
  CHECK(find_promoter_class({"a", "b"}, "").logit(logits) == 1.75);
  CHECK(find_promoter_class({"a", "b"}, "a").logit(logits) == -1.75);
  CHECK(find_promoter_class({"a"}, "").logit(std::span(logits).first(1)) == 0.5);
}

TEST_CASE("classes that are not there are refused by name") {
  CHECK_THROWS_WITH(find_promoter_class({"no", "yes"}, "maybe"),
                    "--promoter-class 'maybe': the model's classes are 'no', 'yes'");
  CHECK_THROWS_AS(find_promoter_class({"no", "yes"}, "2"), UsageError);
  CHECK_THROWS_WITH(find_promoter_class({"a", "b", "c"}, ""),
                    "gives 3 classification logits, a scan takes 1 or 2");
  CHECK_THROWS_AS(find_promoter_class({}, ""), Error);
}
