#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace seqlens::seqio {

/// What a name is that gives its bytes but once and in order, so that it can neither be looked up in nor read
/// again: "standard input" ("-"), "a pipe" (a FIFO, /dev/fd/N of a process substitution), "a socket" or "a
/// device" (a terminal). Nothing for all else: files, folders, addresses, names of nothing, and /dev/null,
/// which is empty each time. Opens nothing. O(1).
[[nodiscard]] std::optional<std::string_view> stream_kind(const std::string& path);

}  // namespace seqlens::seqio
