#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "seqlens/cli/common_options.h"
#include "seqlens/cli/program_text.h"
#include "seqlens/cli/streams.h"

namespace CLI {
class App;
}

namespace seqlens::cli {

/// A program: its texts, its options and its work. `Options` is a plain struct with defaults and a member
/// `CommonOptions common`.
template <class Options>
struct Program {
  ProgramText text;
  /// Adds the program's own options, bound to the struct. Cross-checks go in app.final_callback() and throw
  /// UsageError. Help shows defaults by itself; give each option a group().
  void (*define)(CLI::App& app, Options& options);
  /// The work; returns the exit code (0). Throws what derives from std::exception.
  int (*run)(const Options& options, Streams& streams);
};

namespace detail {

struct ErasedProgram {
  const ProgramText& text;
  CommonOptions& common;
  std::function<void(CLI::App&)> define;
  std::function<int(Streams&)> run;
};

int run_process(int argc, const char* const* argv, const ErasedProgram& program);
int run_arguments(const std::vector<std::string>& arguments, const ErasedProgram& program, std::istream& in,
                  std::ostream& out, std::ostream& err, bool err_is_terminal);

template <class Options>
ErasedProgram erase(const Program<Options>& program, Options& options) {
  return {program.text, options.common, [&](CLI::App& app) { program.define(app, options); },
          [&](Streams& streams) { return program.run(options, streams); }};
}

}  // namespace detail

/// The whole of main(): parses, sets up logging, threads and signals, runs, and turns whatever is thrown into
/// one line "program: error: text" on stderr and an exit code: 0 done, 1 input or run failed, 2 wrong usage,
/// 129, 130 and 143 after SIGHUP, SIGINT and SIGTERM. When the reader of standard output has gone (`| head`),
/// it ends with 1 and no text.
template <class Options>
int run_tool(int argc, const char* const* argv, const Program<Options>& program) {
  Options options;
  return detail::run_process(argc, argv, detail::erase(program, options));
}

/// The same without a process: no signals, any streams. `arguments` are without the program's name.
template <class Options>
int run_tool(const std::vector<std::string>& arguments, const Program<Options>& program, std::istream& in,
             std::ostream& out, std::ostream& err) {
  Options options;
  return detail::run_arguments(arguments, detail::erase(program, options), in, out, err, false);
}

}  // namespace seqlens::cli
