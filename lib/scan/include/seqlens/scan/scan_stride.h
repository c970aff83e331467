#pragma once

#include <cstdint>
#include <optional>

#include "seqlens/scan/promoter_settings.h"

namespace seqlens::scan {

/// Bases between window starts: those that the user asks for (--stride), or the model's.
/// @param step  window starts are multiples of it (WindowScorer::alignment_bases).
/// @throws UsageError for a stride that is no multiple, or longer than a window; for every stride but its own
/// when the model scores positions.
[[nodiscard]] std::int64_t scan_stride(std::optional<std::int64_t> wanted, const PromoterSettings& settings,
                                       std::int64_t step);

/// Bases between windows that are looked at one by one, beside a scan (attention, mutagenesis): the same; of
/// a model of positions, which a scan needs no windows of, the first multiple of `step` from 48 on.
[[nodiscard]] std::int64_t window_stride(std::optional<std::int64_t> wanted, const PromoterSettings& settings,
                                         std::int64_t step);

}  // namespace seqlens::scan
