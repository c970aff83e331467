#pragma once

#include <optional>
#include <string_view>

namespace seqlens::parallel {

/// Processors that this process may keep busy, at least 1: those of its affinity mask, fewer where
/// SLURM_CPUS_PER_TASK says so or a control group gives it less time (cpu.max of version 2, cpu.cfs_quota_us
/// of version 1; 2.5 processors are 3).
[[nodiscard]] int usable_cpus();

/// Processors that the text of a file cpu.max allows, rounded up; nothing for "max", or what is no such text.
[[nodiscard]] std::optional<int> cpus_in_cpu_max(std::string_view text);

}  // namespace seqlens::parallel
