#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/promoter_class.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

PromoterClass find(const std::vector<std::string>& labels, const std::string& wanted = "",
                   const std::string& stored = "", const std::string& fallback = "") {
  return find_promoter_class(labels, {.wanted = wanted, .stored = stored, .fallback = fallback});
}

}  // namespace

TEST_CASE("the class is the user's, the model's, that of the label, the only one, or the fallback") {
  struct Case {
    std::vector<std::string> labels;
    std::string wanted;
    std::string stored;
    std::string fallback;
    std::size_t promoter;
    std::string text;
  };
  const std::vector<Case> cases{
      {{"LABEL_0", "LABEL_1"},
       "",
       "",
       "1",
       1,
       "z[1 'LABEL_1'] - z[0 'LABEL_0']; class 1, since no label says which"},
      {{"Promoter", "other"}, "", "", "", 0, "z[0 'Promoter'] - z[1 'other']; the label says which"},
      {{"core_promoter", "non-promoter"},
       "",
       "",
       "1",
       0,
       "z[0 'core_promoter'] - z[1 'non-promoter']; the label says which"},
      {{"No promoter", "promoter"},
       "",
       "",
       "",
       1,
       "z[1 'promoter'] - z[0 'No promoter']; the label says which"},
      {{"promoter", "enhancer"},
       "",
       "enhancer",
       "",
       1,
       "z[1 'enhancer'] - z[0 'promoter']; as the model says"},
      {{"promoter", "enhancer"},
       "promoter",
       "enhancer",
       "",
       0,
       "z[0 'promoter'] - z[1 'enhancer']; as --promoter-class says"},
      {{"no", "yes"}, "no", "", "", 0, "z[0 'no'] - z[1 'yes']; as --promoter-class says"},
      {{"no", "yes"}, "0", "", "", 0, "z[0 'no'] - z[1 'yes']; as --promoter-class says"},
      {{"1", "0"}, "1", "", "", 0, "z[0 '1'] - z[1 '0']; as --promoter-class says"},
      {{"anything"}, "", "", "", 0, "z[0 'anything']; the only logit"},
      {{"a", "promoter", "c"},
       "",
       "",
       "",
       1,
       "z[1 'promoter'] - ln sum exp of the other 2; the label says which"},
  };
  for (const Case& one : cases) {
    const PromoterClass found = find(one.labels, one.wanted, one.stored, one.fallback);
    INFO(one.text);
    CHECK(found.promoter == one.promoter);
    CHECK(found.label == one.labels[one.promoter]);
    CHECK(found.text == one.text);
  }
}

TEST_CASE("the logit is the log odds of the class against the others") {
  const std::array<float, 2> logits{0.5F, 2.25F};
  CHECK(find({"a", "b"}, "b").logit(logits) == 1.75);
  CHECK(find({"a", "b"}, "a").logit(logits) == -1.75);
  CHECK(find({"a"}).logit(std::span(logits).first(1)) == 0.5);
  const std::array<float, 3> three{0, std::log(2.0F), std::log(5.0F)};
  CHECK(find({"a", "b", "c"}, "c").logit(three) == Approx(std::log(0.625 / 0.375)));
  CHECK(find({"a", "b", "c"}, "a").logit(three) == Approx(std::log(0.125 / 0.875)));
  const std::array<float, 3> far{1e4F, -1e4F, 0};
  CHECK(find({"a", "b", "c"}, "b").logit(far) == Approx(-2e4));
}

TEST_CASE("a label that is true by itself stands against no other") {
  const auto found =
      find_promoter_class({"a", "b", "c"}, {.wanted = "b", .stored = {}, .fallback = {}, .each_alone = true});
  CHECK(found.text == "z[1 'b'] alone; as --promoter-class says");
  CHECK(found.logit(std::array<float, 3>{1, 2, 3}) == 2);
}

TEST_CASE("classes that are not there, or that nobody names, are refused") {
  CHECK_THROWS_WITH(find({"no", "yes"}, "maybe"),
                    "--promoter-class 'maybe': the model's classes are 'no', 'yes'");
  CHECK_THROWS_AS(find({"no", "yes"}, "2"), UsageError);
  for (const auto& labels :
       {std::vector<std::string>{"a", "b"}, {"promoter a", "promoter b"}, {"a", "b", "c"}})
    CHECK_THROWS_AS(find(labels), UsageError);
  CHECK_THROWS_WITH(find({"a", "b"}),
                    "--promoter-class: no label says which class a score is about; give one of 'a', 'b'");
  CHECK_THROWS_WITH(find({"a", "b"}, "", "x"),
                    "its scores are about 'x', which is none of its classes 'a', 'b'");
  CHECK_THROWS_AS(find({}), Error);
}
