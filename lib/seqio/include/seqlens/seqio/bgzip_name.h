#pragma once

#include <string_view>

namespace seqlens::seqio {

/// Whether an output of this name is bgzip: "*.gz" or "*.bgz".
[[nodiscard]] constexpr bool is_bgzip_name(std::string_view path) {
  return path.ends_with(".gz") || path.ends_with(".bgz");
}

}  // namespace seqlens::seqio
