#include <sstream>

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/run_tool.h"
#include "seqlens/core/errors.h"
#include "seqlens/parallel/thread_budget.h"

#include "support/temp_dir.h"

using namespace seqlens;

namespace {

struct DemoOptions {
  cli::CommonOptions common;
  std::string format = "bed";
  int window = 300;
  std::string input;
};

void define_demo(CLI::App& app, DemoOptions& options) {
  app.option_defaults()->group("Demo");
  app.add_option("INPUT", options.input, "What to do")->required();
  app.add_option("-f,--format", options.format, "How to write")->check(cli::one_of({"bed", "narrowPeak"}));
  app.add_option("--window", options.window, "Bases")->check(cli::whole_number(1, 512))->type_name("N");
  app.final_callback([&options] {
    if (options.window % 2 != 0) throw UsageError("--window: must be even");
  });
}

int run_demo(const DemoOptions& options, cli::Streams& streams) {
  if (options.input == "input-error") throw InputError("x.fa", 3, "no bases");
  if (options.input == "control") throw InputError("x\n.fa", "record 'a\tb\x1b[31m\x7f' is \\ \"\xc3\xa9\"");
  if (options.input == "bug") throw std::logic_error("oops");
  if (options.input == "memory") throw std::bad_alloc();
  streams.log.detail("a detail");
  streams.log.info("some {braces}");
  streams.log.warning("careful");
  streams.out << options.format << ' ' << options.window << ' ' << options.common.seed << ' '
              << parallel::available_threads() << '\n';
  return options.input == "seven" ? 7 : 0;
}

const cli::Program<DemoOptions> kDemo{
    {"demo", "does little", "[options] INPUT", "First paragraph.\n\nSecond one.", {{"Do it", "demo x"}}},
    define_demo,
    run_demo};

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

Outcome run_with(const std::vector<std::string>& arguments) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const int status = cli::run_tool(arguments, kDemo, in, out, err);
  return {status, out.str(), err.str()};
}

}  // namespace

TEST_CASE("run_tool passes options and gives the program's exit code") {
  const auto done = run_with({"x", "--window", "200", "--seed=9", "-t", "2", "-fnarrowPeak"});
  CHECK(done.status == 0);
  CHECK(done.out == "narrowPeak 200 9 2\n");
  CHECK(done.err == "demo: some {braces}\ndemo: warning: careful\n");
  CHECK(run_with({"seven"}).status == 7);
}

TEST_CASE("run_tool turns exceptions into one line and a code") {
  struct Case {
    std::vector<std::string> arguments;
    int status;
    std::string err;
  };
  const std::vector<Case> cases{
      {{"input-error"}, 1, "demo: error: x.fa:3: no bases\n"},
      {{"bug"}, 1, "demo: error: unexpected: oops\n"},
      {{"memory"}, 1, "demo: error: out of memory\n"},
      {{}, 2, "demo: error: INPUT is required; see 'demo --help'\n"},
      {{"x", "--windw", "200"}, 2, "demo: error: unknown option '--windw'; did you mean '--window'?\n"},
      {{"x", "--thread=2"}, 2, "demo: error: unknown option '--thread'; did you mean '--threads'?\n"},
      {{"x", "--xyzzy"}, 2, "demo: error: unknown option '--xyzzy'\n"},
      {{"x", "-z"}, 2, "demo: error: unknown option '-z'\n"},
      {{"x", "y"}, 2, "demo: error: unexpected argument 'y'\n"},
      {{"x", "--window", "3x"}, 2, "demo: error: --window: must be a whole number from 1 to 512, not '3x'\n"},
      {{"x", "--window", "301"}, 2, "demo: error: --window: must be even\n"},
      {{"x", "--format", "narowPeak"},
       2,
       "demo: error: --format: 'narowPeak' is none of bed, narrowPeak; did you mean 'narrowPeak'?\n"},
      {{"x", "--threads", "-1"},
       2,
       "demo: error: --threads: must be a whole number from 0 to 1024, not '-1'\n"},
      {{"x", "--threads", "2", "-t3"},
       2,
       "demo: error: --threads is given more than once ('2', '3'); give it once\n"},
      {{"x", "--seed"}, 2, "demo: error: --seed needs a value; see 'demo --help'\n"},
      {{"--completion", "csh"}, 2, "demo: error: --completion: 'csh' is none of bash, zsh, fish\n"},
      {{"x", "--log", "/dev/null/x.log"}, 1, "demo: error: --log: cannot write '/dev/null/x.log'\n"},
  };
  for (const Case& one : cases) {
    const auto outcome = run_with(one.arguments);
    CHECK(outcome.status == one.status);
    CHECK(outcome.err == one.err);
    CHECK(outcome.out.empty());
  }
}

// Names in files and of files may hold anything, also what a terminal takes for a command.
TEST_CASE("a message is one line whatever the names in it hold") {
  const test::TempDir folder;
  const auto log = (folder.path() / "run.log").string();
  const std::string text = R"(error: x\x0a.fa: record 'a\x09b\x1b[31m\x7f' is \ "é")";
  CHECK(run_with({"--log", log, "control"}).err == "demo: " + text + "\n");
  CHECK(test::read_file(log).ends_with(" error" + text.substr(text.find(": ") + 1) + "\n"));
}

TEST_CASE("quiet and verbose choose what stderr shows") {
  CHECK(run_with({"x", "--quiet"}).err.empty());
  const auto verbose = run_with({"x", "--verbose", "-t1"}).err;
  CHECK(verbose.find("demo: a detail\n") != std::string::npos);
  CHECK(verbose.find("1 threads: demo x --verbose -t1\n") != std::string::npos);
  CHECK(run_with({"x", "--verbose", "--quiet"}).status == 2);
}

TEST_CASE("the log file gets every message even when stderr is quiet") {
  const test::TempDir dir;
  const auto log = (dir.path() / "run.log").string();
  REQUIRE(run_with({"x", "--quiet", "--log", log}).status == 0);
  const auto text = test::read_file(log);
  CHECK(text.find("debug a detail\n") != std::string::npos);
  CHECK(text.find("warning careful\n") != std::string::npos);
}

TEST_CASE("help needs no arguments and shows groups with defaults and examples") {
  const auto help = run_with({"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  CHECK(help.out ==
        R"(demo: does little

Usage: demo [options] INPUT

First paragraph.

Second one.

Arguments:
  INPUT                       What to do

Demo:
  -f, --format {bed,narrowPeak}
                              How to write (default bed)
  --window N                  Bases (default 300)

Common:
  -t, --threads N             Threads in total; 0 = all cores that the affinity
                              mask, SLURM_CPUS_PER_TASK and the control group of
                              the process leave to it (default 0; variable
                              SEQLENS_THREADS)
  --seed N                    Seed of whatever is drawn at random (default 1)
  --quiet                     Only errors on standard error
  --verbose                   Details on standard error
  --log FILE                  Write every message, with its time, to FILE
  -V, --version               Print the version and leave
  --citation                  Print how to cite and leave
  -h, --help                  Print this help and leave

Examples:
  # Do it
  demo x

Exit codes:
  0         done, every byte written
  1         wrong input, or the run failed
  2         wrong usage
  129       stopped by the end of the terminal's session (SIGHUP)
  130, 143  stopped by Ctrl-C (SIGINT) or SIGTERM
  141       the reader of standard output went away, as behind '| head'
)");
}

TEST_CASE("man page and completion scripts name every option") {
  const auto man = run_with({"--help-man"}).out;
  CHECK(man.starts_with(".TH DEMO 1 \"20"));
  CHECK(man.find(".SH ENVIRONMENT\n.TP\n.B SEQLENS_THREADS\n") != std::string::npos);
  CHECK(man.find(".SH SEE ALSO\n.BR seqlens (7)") != std::string::npos);
  CHECK(man.find(".SH NAME\ndemo \\- does little\n") != std::string::npos);
  CHECK(man.find(".B \\-\\-window N\nBases (default 300)\n") != std::string::npos);
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const auto script = run_with({"--completion", shell}).out;
    CHECK(script.find("window") != std::string::npos);
    CHECK(script.find("narrowPeak") != std::string::npos);
    CHECK(script == run_with({"--completion=" + shell}).out);
  }
}

TEST_CASE("version and citation") {
  CHECK(run_with({"-V"}).out.starts_with("demo (seqlens) "));
  CHECK(run_with({"-V"}).out == run_with({"--version"}).out);
  const auto citation = run_with({"--citation"}).out;
  CHECK(citation.find("\n@software{seqlens,\n") != std::string::npos);
  CHECK(citation.ends_with("\n}\n"));
}
