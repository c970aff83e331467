#include "attention-lab/lab/claim.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace attention_lab {

namespace {

Check check_of(Role role, std::string what, const Values& found, std::string wanted, bool met) {
  return {role, std::move(what), spread_of(found), std::move(wanted), met};
}

}  // namespace

Spread spread_of(const Values& values) {
  if (values.empty()) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    return {nothing, nothing, nothing};
  }
  const auto [least, most] = std::ranges::minmax(values);
  return {std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()), least,
          most};
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::claim:
      return "claim";
    case Role::limit:
      return "limit";
    case Role::control:
      return "control";
  }
  return "";
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::holds_with_limits:
      return "holds with limits";
    case Verdict::not_seen:
      return "not seen here";
  }
  return "";
}

Check at_least(Role role, std::string what, const Values& found, double bound) {
  return check_of(role, std::move(what), found, fmt::format("at least {:g}", bound),
                  spread_of(found).mean >= bound);
}

Check at_most(Role role, std::string what, const Values& found, double bound) {
  return check_of(role, std::move(what), found, fmt::format("at most {:g}", bound),
                  spread_of(found).mean <= bound);
}

Check every_at_least(Role role, std::string what, const Values& found, double bound) {
  return check_of(role, std::move(what), found, fmt::format("at least {:g}, every seed", bound),
                  !found.empty() && std::ranges::all_of(found, [&](double x) { return x >= bound; }));
}

Check every_at_most(Role role, std::string what, const Values& found, double bound) {
  return check_of(role, std::move(what), found, fmt::format("at most {:g}, every seed", bound),
                  !found.empty() && std::ranges::all_of(found, [&](double x) { return x <= bound; }));
}

Verdict verdict_of(const Finding& finding) {
  Verdict verdict = finding.checks.empty() ? Verdict::not_seen : Verdict::holds;
  for (const Check& check : finding.checks) {
    if (check.met) continue;
    if (check.role != Role::limit) return Verdict::not_seen;
    verdict = Verdict::holds_with_limits;
  }
  return verdict;
}

}  // namespace attention_lab
