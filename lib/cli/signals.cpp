#include "signals.h"

#include <signal.h>
#include <string_view>
#include <unistd.h>

#include "seqlens/parallel/cancellation.h"

#include "exit_status.h"

namespace seqlens::cli {
namespace {

volatile sig_atomic_t received = 0;

void stop(int signal_number) {
  received = signal_number;
  parallel::request_cancellation();
}

// A mapped file that somebody truncates takes away the ground that the program stands on: nothing can be
// unwound from there, so a temporary file stays.
void end_at_bus_error(int) {
  constexpr std::string_view kText =
      "error: a file in use, such as the model, was truncated or cannot be read (SIGBUS)\n";
  static_cast<void>(::write(STDERR_FILENO, kText.data(), kText.size()) == 0);
  ::_exit(kFailed);
}

bool is_ignored(int signal_number) {
  struct sigaction action {};
  return sigaction(signal_number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  if (!is_ignored(SIGHUP)) sigaction(SIGHUP, &action, nullptr);
  signal(SIGBUS, end_at_bus_error);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

int stop_signal() {
  return received;
}

}  // namespace seqlens::cli
