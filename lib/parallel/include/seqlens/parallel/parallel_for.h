#pragma once

#include <cstddef>
#include <functional>

namespace seqlens::parallel {

/// Calls work(i) for every i in [0, count), in any order, on the threads of the budget. Each index is one
/// task. The first exception is rethrown here; the rest of the work is dropped. Inside, an outer task is
/// never picked up (the loop is isolated), so a caller may hold scratch across it.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace seqlens::parallel
