#pragma once

#include <cstdint>
#include <functional>

namespace seqlens::protein {

/// Called with the work done since the last call, from any thread.
using TrainingProgress = std::function<void(std::uint64_t done)>;

}  // namespace seqlens::protein
