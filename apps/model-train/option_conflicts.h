#pragma once

#include <functional>
#include <string_view>

#include "model-train/options.h"

namespace model_train {

/// Refuses options that say nothing together: data that the objective lacks or has no use for, options of
/// another objective, windows that cannot be, and files that are read and written.
///
/// @param given  whether the command line has an option, by its long name: defaults are not asked for
/// @throws UsageError
void refuse_conflicts(const Options& options, const std::function<bool(std::string_view)>& given);

}  // namespace model_train
