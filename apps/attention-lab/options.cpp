#include "attention-lab/options.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/spelling.h"
#include "seqlens/core/errors.h"

#include "attention-lab/claims.h"

namespace attention_lab {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "attention-lab",
    "measures what self-attention can do, on models that it trains itself",
    "[options] [list | run CLAIM... | all]",
    "Each claim about self-attention is a small experiment with the engine of these programs: data that "
    "follow "
    "from the seed, a model, what must come out, and a control that must not. Nothing is read.\n\n"
    "'list' prints one line a claim. 'run' takes names of claims ('run all' is 'all'), 'all' runs every one. "
    "A "
    "summary goes to standard output: claim, verdict, and each number beside what it had to be. Verdicts are "
    "'holds', 'holds with limits' (a stated bound was not met) and 'not seen here'.\n\n"
    "-o DIR gets DIR/CLAIM.json, .tsv and .svg of every claim run, and DIR/report.html, one page with all of "
    "them. The same seed gives the same bytes for any number of threads; only the times in the JSON, under "
    "'measured', differ.",
    {{"What there is", "attention-lab list"},
     {"One claim, in seconds", "attention-lab run unused-attention --quick"},
     {"Everything, with pictures", "attention-lab all --quick -o lab"}},
};

namespace {

void require_known(const std::string& name) {
  std::vector<std::string> names;
  for (const Claim& claim : claims()) names.emplace_back(claim.name);
  if (std::ranges::find(names, name) != names.end()) return;
  throw UsageError("'" + name + "' is no claim" + seqlens::cli::did_you_mean(name, names) +
                   " ('attention-lab list' names them)");
}

void choose_all(Options& options) {
  for (const Claim& claim : claims()) options.claims.emplace_back(claim.name);
}

void choose(Options& options, const std::vector<std::string>& names) {
  if (names.empty()) throw UsageError("'run' needs the names of claims; 'attention-lab list' prints them");
  if (names == std::vector<std::string>{"all"}) return choose_all(options);
  std::ranges::for_each(names, require_known);
  for (const Claim& claim : claims())
    if (std::ranges::find(names, claim.name) != names.end()) options.claims.emplace_back(claim.name);
}

void check(Options& options, const CLI::App& app) {
  const std::string verb = options.words.empty() ? "" : options.words.front();
  const std::vector<std::string> rest(options.words.begin() + (options.words.empty() ? 0 : 1),
                                      options.words.end());
  options.list = verb == "list";
  if (verb == "run") {
    choose(options, rest);
  } else if (verb == "all" || verb == "list") {
    if (!rest.empty()) throw UsageError("nothing follows '" + verb + "'");
    if (verb == "all") choose_all(options);
  } else {
    throw UsageError(verb.empty() ? "say what to do: 'list', 'run CLAIM...' or 'all'"
                                  : "'" + verb + "' is none of list, run, all");
  }
  if (options.list && app.count("-o") + app.count("--seeds") + app.count("--quick") > 0)
    throw UsageError("'list' runs nothing: leave out -o, --seeds and --quick");
  if (options.output == "-") throw UsageError("-o names a folder");
}

}  // namespace

void define(CLI::App& app, Options& options) {
  app.option_defaults()->group("What to do");
  app.add_option("WORDS", options.words, "list | run CLAIM... | all")->type_name("");

  app.option_defaults()->group("Experiments");
  app.add_option("--seeds", options.seeds, "Seeds of each experiment")
      ->default_str("5; of a quick run 1")
      ->check(seqlens::cli::whole_number(1, 1000))
      ->type_name("N");
  app.add_flag("--quick", options.quick, "Smaller experiments: all of them in about a minute");

  app.option_defaults()->group("Output");
  app.add_option("-o,--output", options.output, "Folder to write to; made if absent")->type_name("DIR");
  app.final_callback([&app, &options] { check(options, app); });
}

}  // namespace attention_lab
