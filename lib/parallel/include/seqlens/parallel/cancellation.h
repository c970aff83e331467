#pragma once

namespace seqlens::parallel {

/// Asks all running work to stop. Safe to call from a signal handler.
void request_cancellation() noexcept;
[[nodiscard]] bool cancellation_requested() noexcept;
/// @throws Cancelled once cancellation was requested. Loops and pipelines call it between items.
void throw_if_cancelled();
/// For tests: forget the request.
void clear_cancellation() noexcept;

}  // namespace seqlens::parallel
