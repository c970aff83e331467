#pragma once

#include <string_view>

namespace seqlens {

/// Version of the toolkit, "0.1.0": the one that CMakeLists.txt states.
[[nodiscard]] std::string_view version();

}  // namespace seqlens
