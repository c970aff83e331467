#include "common_options.h"

#include <limits>

#include <CLI/CLI.hpp>

#include "seqlens/cli/option_checks.h"

namespace seqlens::cli {
namespace {

constexpr std::int64_t kMostThreads = 1024;
constexpr auto kLargestSeed = std::numeric_limits<std::int64_t>::max();

void define_working_options(CLI::App& app, CommonOptions& options) {
  app.add_option(
         "-t,--threads", options.threads,
         "Threads in total; 0 = all cores that the affinity mask, SLURM_CPUS_PER_TASK and the control group "
         "of the process leave to it")
      ->check(whole_number(0, kMostThreads))
      ->envname("SEQLENS_THREADS")
      ->type_name("N");
  app.add_option("--seed", options.seed, "Seed of whatever is drawn at random")
      ->check(whole_number(0, kLargestSeed))
      ->type_name("N");
  auto* quiet = app.add_flag("--quiet", options.quiet, "Only errors on standard error");
  app.add_flag("--verbose", options.verbose, "Details on standard error")->excludes(quiet);
  app.add_option("--log", options.log, "Write every message, with its time, to FILE")->type_name("FILE");
}

// CLI11 2.1.2 takes a literal as two things at once, hence the string.
CLI::Option* declare_flag(CLI::App& app, const std::string& names, const std::string& description) {
  return app.add_flag(names, description);
}

void declare_printing_options(CLI::App& app) {
  declare_flag(app, "-V,--version", "Print the version and leave");
  declare_flag(app, "--citation", "Print how to cite and leave");
  declare_flag(app, "-h,--help", "Print this help and leave");
  declare_flag(app, "--help-man", "Print the manual page (roff) and leave")->group("");
  app.add_option("--completion", "Print the completion script of bash, zsh or fish and leave")->group("");
}

}  // namespace

void define_common_options(CLI::App& app, CommonOptions& options) {
  app.option_defaults()->group("Common");
  define_working_options(app, options);
  declare_printing_options(app);
}

}  // namespace seqlens::cli
