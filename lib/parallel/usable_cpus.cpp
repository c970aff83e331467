#include "seqlens/parallel/usable_cpus.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

#include <tbb/info.h>

#include "seqlens/core/control_group.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::parallel {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<int>::max();

std::string without_line_end(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::optional<int> cpus_of_slurm() {
  const char* const text = std::getenv("SLURM_CPUS_PER_TASK");
  const auto value = parse_integer(text ? text : "", 1, kMost);
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

}  // namespace

std::optional<int> cpus_in_cpu_max(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto quota = parse_integer(text.substr(0, space), 1, kMost);
  const auto period = parse_integer(text.substr(space + 1), 1, kMost);
  if (!quota || !period) return std::nullopt;
  return static_cast<int>((*quota + *period - 1) / *period);
}

int usable_cpus() {
  int cpus = tbb::info::default_concurrency();
  const auto limit = [&cpus](std::optional<int> most) { cpus = std::min(cpus, most.value_or(cpus)); };
  limit(cpus_of_slurm());
  for (const auto& group : control_groups())
    limit(cpus_in_cpu_max(without_line_end(kernel_text(group / "cpu.max"))));
  const std::string version_1 = "/sys/fs/cgroup/cpu/cpu.cfs_";
  limit(cpus_in_cpu_max(without_line_end(kernel_text(version_1 + "quota_us")) + " " +
                        without_line_end(kernel_text(version_1 + "period_us"))));
  return std::max(cpus, 1);
}

}  // namespace seqlens::parallel
