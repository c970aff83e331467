#pragma once

#include <cstdint>
#include <string>

namespace model_train {

/// Takes off the end of a metrics file what a run that stopped wrote after `step`, its last checkpoint, and a
/// last line that it did not finish: a run that goes on from there writes those steps again. Lines of earlier
/// runs in the same file stay. Without such a file, or when it is no regular one, nothing happens.
/// @throws Error when it cannot be read or cut.
void cut_metrics_after(std::uint64_t step, const std::string& path);

}  // namespace model_train
