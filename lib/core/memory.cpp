#include "seqlens/core/memory.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/control_group.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens {

namespace {

namespace fs = std::filesystem;

std::optional<std::uint64_t> bytes_in(std::string_view text) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const auto value = parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  return value ? std::optional<std::uint64_t>(*value) : std::nullopt;
}

/// The number after "<key> " at the start of a line.
std::optional<std::uint64_t> field(std::string_view text, std::string_view key) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::string_view line = text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
    if (line.starts_with(key)) {
      const auto digits = line.find_first_of("0123456789", key.size());
      if (digits == std::string_view::npos) return std::nullopt;
      const auto end = std::min(line.find_first_not_of("0123456789", digits), line.size());
      return bytes_in(line.substr(digits, end - digits));
    }
    begin += line.size() + 1;
  }
  return std::nullopt;
}

/// What one control group leaves; its file cache counts as free, since the kernel drops it first.
std::optional<std::uint64_t> left_in_group(const fs::path& group) {
  const auto limit = bytes_in(kernel_text(group / "memory.max"));  // "max": no limit
  const auto used = bytes_in(kernel_text(group / "memory.current"));
  if (!limit || !used) return std::nullopt;
  const std::uint64_t cache = field(kernel_text(group / "memory.stat"), "file ").value_or(0);
  const std::uint64_t held = *used - std::min(*used, cache);
  return *limit - std::min(*limit, held);
}

/// The least that the control group of this process and those above it leave.
std::optional<std::uint64_t> left_in_groups() {
  std::optional<std::uint64_t> least;
  for (const fs::path& group : control_groups()) {
    const auto left = left_in_group(group);
    if (left) least = std::min(*left, least.value_or(*left));
  }
  return least;
}

}  // namespace

std::optional<std::uint64_t> available_in_meminfo(std::string_view text) {
  const auto kilobytes = field(text, "MemAvailable:");
  return kilobytes ? std::optional<std::uint64_t>(*kilobytes * 1024) : std::nullopt;
}

std::optional<std::uint64_t> available_memory() {
  const auto machine = available_in_meminfo(kernel_text("/proc/meminfo"));
  const auto groups = left_in_groups();
  if (machine && groups) return std::min(*machine, *groups);
  return machine ? machine : groups;
}

void require_memory(std::string_view what, std::uint64_t bytes) {
  const auto available = available_memory();
  if (available && bytes > *available)
    throw Error(
        fmt::format("{} needs {} of memory, {} are free", what, memory_text(bytes), memory_text(*available)));
}

std::string memory_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits{"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  return fmt::format("{:.3g} {}", value, kUnits[unit]);
}

}  // namespace seqlens
