#include "signals.h"

#include <signal.h>

#include "seqlens/parallel/cancellation.h"

namespace seqlens::cli {
namespace {

volatile sig_atomic_t received = 0;

void stop(int signal_number) {
  received = signal_number;
  parallel::request_cancellation();
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
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

int stop_signal() {
  return received;
}

}  // namespace seqlens::cli
