#pragma once

#include <functional>
#include <string_view>

#include "seqlens/kernels/precision.h"

namespace seqlens::opened_model {

/// What `--precision` asks for, as far as this CPU has it. f32 where it has no unit for the precision: then
/// `warn` hears one line that says so. "auto" is f32: nothing is rounded that nobody asked for.
///
/// @param wanted  f32, bf16, int8 or auto. @throws UsageError for any other.
[[nodiscard]] kernels::Precision choose_precision(std::string_view wanted,
                                                  const std::function<void(std::string_view)>& warn);

}  // namespace seqlens::opened_model
