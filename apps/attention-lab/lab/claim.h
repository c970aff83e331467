#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "seqlens/report/heatmap.h"
#include "seqlens/report/plot.h"
#include "seqlens/report/table.h"

namespace attention_lab {

/// How much of an experiment is run.
struct Effort {
  bool quick = false;
  std::size_t seeds = 5;
  std::uint64_t first_seed = 1;
};

/// One number a seed.
using Values = std::vector<double>;

struct Spread {
  double mean = 0, least = 0, most = 0;
};
[[nodiscard]] Spread spread_of(const Values& values);

/// What a number says: the claim itself, how far it reaches, or what must come out negative.
enum class Role { claim, limit, control };
[[nodiscard]] std::string_view name_of(Role role);

/// A number that an experiment found, and what it had to be.
struct Check {
  Role role = Role::claim;
  std::string what;
  Spread found;
  std::string wanted;  ///< "at least 0.99"
  bool met = false;    ///< false for NaN
};

/// The mean over the seeds must be at least, or at most, the bound.
[[nodiscard]] Check at_least(Role role, std::string what, const Values& found, double bound);
[[nodiscard]] Check at_most(Role role, std::string what, const Values& found, double bound);
/// So must every seed.
[[nodiscard]] Check every_at_least(Role role, std::string what, const Values& found, double bound);
[[nodiscard]] Check every_at_most(Role role, std::string what, const Values& found, double bound);

using Picture = std::variant<seqlens::report::Plot, seqlens::report::Heatmap>;

/// What an experiment found.
struct Finding {
  std::string done;                                     ///< what was done, in plain words
  std::vector<Check> checks;                            ///< the one that says most first
  seqlens::report::Table table;                         ///< all numbers; nothing that a clock says
  std::vector<Picture> pictures;                        ///< the first one is the claim's
  std::vector<std::pair<std::string, double>> seconds;  ///< what took how long
};

enum class Verdict { holds, holds_with_limits, not_seen };
[[nodiscard]] std::string_view name_of(Verdict verdict);

/// holds when every check is met; with limits when only limits are not; else not seen.
[[nodiscard]] Verdict verdict_of(const Finding& finding);

struct Claim {
  std::string_view name;       ///< of files and on the command line
  std::string_view title;      ///< a heading
  std::string_view statement;  ///< one sentence
  std::string_view source;
  Finding (*run)(const Effort& effort);
};

struct Result {
  Claim claim;
  Effort effort;
  Finding finding;
  Verdict verdict = Verdict::not_seen;
};

}  // namespace attention_lab
