#pragma once

namespace seqlens::cli {

/// SIGINT and SIGTERM ask running work to stop (parallel::request_cancellation); a second one ends the
/// process at once. SIGPIPE is ignored: the failed write reports itself.
void install_signal_handlers();

/// The signal that asked to stop, or 0.
[[nodiscard]] int stop_signal();

}  // namespace seqlens::cli
