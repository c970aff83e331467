#include "seqlens/cli/run_tool.h"

#include <algorithm>
#include <iostream>
#include <new>
#include <stdlib.h>
#include <unistd.h>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/version.h"
#include "seqlens/parallel/thread_budget.h"

#include "descriptors.h"
#include "exit_status.h"
#include "parse_command_line.h"
#include "signals.h"
#include "standard_output.h"

namespace seqlens::cli::detail {
namespace {

Verbosity verbosity_of(const CommonOptions& options) {
  if (options.quiet) return Verbosity::quiet;
  return options.verbose ? Verbosity::verbose : Verbosity::normal;
}

void log_the_start(Logger& log, const std::string& program, const std::string& command_line, int threads) {
  log.detail(fmt::format("{} {}, {} threads: {}", program, version(), threads, command_line));
}

int parse_and_run(const std::vector<std::string>& arguments, const ErasedProgram& program, Streams& streams) {
  if (const auto text = parse_command_line(arguments, program)) {
    streams.out << *text << std::flush;
    return kDone;
  }
  streams.set_verbosity(verbosity_of(program.common));
  if (!program.common.log.empty()) streams.log.log_to(program.common.log);
  const parallel::ThreadBudget budget(program.common.threads);
  program.common.command_line = fmt::format("{} {}", program.text.name, fmt::join(arguments, " "));
  if (budget.threads() < budget.wanted())
    streams.log.warning(fmt::format("{} of {} threads: a limit of the system lets no more be started",
                                    budget.threads(), budget.wanted()));
  log_the_start(streams.log, program.text.name, program.common.command_line, budget.threads());
  const int status = program.run(streams);
  streams.progress.finish();
  streams.out.flush();
  return status;
}

// What was written before the error is worth having; a second failure to write it is not worth a second
// error.
void flush_what_is_written(std::ostream& out) {
  try {
    out.flush();
  } catch (const std::exception&) {
    return;
  }
}

int report(Streams& streams, std::string_view text, int status) {
  flush_what_is_written(streams.out);
  streams.progress.finish();
  streams.log.error(text);
  return status;
}

// The one place where an exception becomes text and exit code.
int run_and_report(const std::vector<std::string>& arguments, const ErasedProgram& program,
                   Streams& streams) {
  try {
    return parse_and_run(arguments, program, streams);
  } catch (const UsageError& error) {
    return report(streams, error.what(), kWrongUsage);
  } catch (const Cancelled& error) {
    return report(streams, error.what(), stop_signal() != 0 ? kSignalBase + stop_signal() : kFailed);
  } catch (const Error& error) {
    return reader_has_gone() ? kReaderGone : report(streams, error.what(), kFailed);
  } catch (const std::bad_alloc&) {
    return report(streams, "out of memory", kFailed);
  } catch (const std::exception& error) {
    return report(streams, fmt::format("unexpected: {}", error.what()), kFailed);
  }
}

}  // namespace

int run_arguments(const std::vector<std::string>& arguments, const ErasedProgram& program, std::istream& in,
                  std::ostream& out, std::ostream& err, bool err_is_terminal) {
  Streams streams(in, out, err, program.text.name, Verbosity::normal, err_is_terminal);
  return run_and_report(arguments, program, streams);
}

int run_process(int argc, const char* const* argv, const ErasedProgram& program) {
  occupy_standard_descriptors();
  raise_descriptor_limit();
  install_signal_handlers();
  StandardOutput buffer;
  std::ostream out(&buffer);
  out.exceptions(std::ios::badbit);
  const bool err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  return run_arguments({argv + std::min(argc, 1), argv + argc}, program, std::cin, out, std::cerr,
                       err_is_terminal);
}

}  // namespace seqlens::cli::detail
