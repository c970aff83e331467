#include <cmath>
#include <set>

#include <catch2/catch.hpp>

#include "attention-lab/claims.h"

using namespace attention_lab;

TEST_CASE("a verdict follows from the checks") {
  Finding finding;
  CHECK(verdict_of(finding) == Verdict::not_seen);
  finding.checks = {at_least(Role::claim, "a", {0.9, 1.0}, 0.95), at_most(Role::control, "b", {0.5}, 0.5)};
  CHECK(verdict_of(finding) == Verdict::holds);
  finding.checks.push_back(at_least(Role::limit, "c", {0.4}, 0.5));
  CHECK(verdict_of(finding) == Verdict::holds_with_limits);
  finding.checks.push_back(at_most(Role::control, "d", {0.6}, 0.5));
  CHECK(verdict_of(finding) == Verdict::not_seen);
}

TEST_CASE("means and every seed are judged apart, and NaN meets nothing") {
  const Values values{0.2, 1.0};
  CHECK(at_least(Role::claim, "", values, 0.6).met);
  CHECK_FALSE(every_at_least(Role::claim, "", values, 0.6).met);
  CHECK(every_at_most(Role::claim, "", values, 1).met);
  CHECK_FALSE(every_at_most(Role::claim, "", values, 0.9).met);
  for (const Values& nothing : {Values{NAN, 1}, Values{}}) {
    CHECK_FALSE(at_least(Role::claim, "", nothing, -1e9).met);
    CHECK_FALSE(at_most(Role::claim, "", nothing, 1e9).met);
    CHECK_FALSE(every_at_least(Role::claim, "", nothing, -1e9).met);
    CHECK_FALSE(every_at_most(Role::claim, "", nothing, 1e9).met);
  }
  CHECK(at_least(Role::claim, "", values, 0.6).wanted == "at least 0.6");
  CHECK(every_at_most(Role::claim, "", values, 0.5).wanted == "at most 0.5, every seed");
}

TEST_CASE("every claim has a name of its own, a statement and a source") {
  std::set<std::string_view> names;
  for (const Claim& claim : claims()) {
    CHECK(names.insert(claim.name).second);
    CHECK(claim.statement.ends_with('.'));
    CHECK_FALSE(claim.source.empty());
    CHECK(claim.run != nullptr);
  }
}
