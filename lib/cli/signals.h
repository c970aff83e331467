#pragma once

namespace seqlens::cli {

/// SIGINT, SIGTERM and SIGHUP ask running work to stop (parallel::request_cancellation); a second one ends
/// the process at once. SIGHUP stays ignored where it is (nohup). SIGPIPE and SIGXFSZ (a limit on the size of
/// files) are ignored: the failed write reports itself, and no half file stays.
void install_signal_handlers();

/// The signal that asked to stop, or 0.
[[nodiscard]] int stop_signal();

}  // namespace seqlens::cli
