#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seqlens {

/// Bytes of memory that this process can still take without swapping: what /proc/meminfo calls available, or
/// less where a control group (a container, a Slurm job) sets a limit. Nothing where neither can be read.
/// Reads a few small files; for decisions once a model, not once a record.
[[nodiscard]] std::optional<std::uint64_t> available_memory();

/// Throws unless that much memory is there: better one sentence now than the kernel's killer later. Does
/// nothing where available_memory() knows nothing.
/// @throws Error "WHAT needs 12.4 GB of memory, 3.1 GB are free"
void require_memory(std::string_view what, std::uint64_t bytes);

/// "12.4 GB": powers of 1000, three digits.
[[nodiscard]] std::string memory_text(std::uint64_t bytes);

/// MemAvailable of the text of /proc/meminfo, in bytes.
[[nodiscard]] std::optional<std::uint64_t> available_in_meminfo(std::string_view text);

}  // namespace seqlens
