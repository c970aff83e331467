#pragma once

namespace seqlens::parallel {

/// How many more threads can live at once, up to `wanted`: starts and ends them. oneTBB ends the process when
/// it cannot start one, in the middle of the work. Some 20 us a thread.
[[nodiscard]] int startable_threads(int wanted);

}  // namespace seqlens::parallel
