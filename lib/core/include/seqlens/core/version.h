#pragma once

#include <string_view>

namespace seqlens {

/// Version of the toolkit, "0.1.0": the one that CMakeLists.txt states.
[[nodiscard]] std::string_view version();

/// When that version was made, "2026-11-30".
[[nodiscard]] std::string_view release_date();

}  // namespace seqlens
