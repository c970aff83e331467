#include "attention-lab/run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/report/table.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab_page.h"
#include "attention-lab/result_files.h"

namespace attention_lab {

namespace {

void list(std::ostream& out) {
  for (const Claim& claim : claims()) out << claim.name << '\t' << claim.statement << '\n';
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed)
    throw seqlens::Error(fmt::format("cannot make the folder '{}': {}", folder.string(), failed.message()));
  if (!std::filesystem::is_directory(folder))
    throw seqlens::Error(fmt::format("'{}' is no folder", folder.string()));
}

Result run_claim(const Claim& claim, const Effort& effort) {
  const auto start = std::chrono::steady_clock::now();
  Result result{claim, effort, claim.run(effort), {}};
  result.verdict = verdict_of(result.finding);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  result.finding.seconds.emplace_back("the whole experiment", taken.count());
  return result;
}

void write_summary(const Result& result, std::ostream& out) {
  for (const Check& check : result.finding.checks)
    out << result.claim.name << '\t' << name_of(result.verdict) << '\t' << name_of(check.role) << '\t'
        << check.what << '\t' << seqlens::report::cell_text(check.found.mean) << '\t' << check.wanted << '\t'
        << (check.met ? "yes" : "no") << '\n';
  out.flush();
}

}  // namespace

int run(const Options& options, seqlens::cli::Streams& streams) {
  if (options.list) {
    list(streams.out);
    return 0;
  }
  if (!options.output.empty()) make_folder(options.output);
  const Effort effort{.quick = options.quick,
                      .seeds = options.seeds > 0 ? options.seeds
                               : options.quick   ? 1
                                                 : 5,
                      .first_seed = options.common.seed};
  streams.out << "#claim\tverdict\tkind\tnumber\tfound\twanted\tmet\n";
  std::vector<Result> results;
  streams.progress.start("experiments", options.claims.size(), "claims");
  for (const Claim& claim : claims()) {
    if (std::ranges::find(options.claims, claim.name) == options.claims.end()) continue;
    results.push_back(run_claim(claim, effort));
    streams.log.detail(fmt::format("{}: {}, {:.1f} s", claim.name, name_of(results.back().verdict),
                                   results.back().finding.seconds.back().second));
    if (!options.output.empty()) write_files(results.back(), options.output);
    write_summary(results.back(), streams.out);
    streams.progress.advance(1);
  }
  streams.progress.finish();
  if (!options.output.empty()) write_page(results, options.output);
  return 0;
}

}  // namespace attention_lab
