#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace seqlens::test {

/// Bytes of memory that the process held at most during `work`, over what it held before. Nothing where the
/// system does not tell (/proc), and under sanitizers, which keep freed memory.
std::optional<std::uint64_t> peak_memory(const std::function<void()>& work);

}  // namespace seqlens::test
