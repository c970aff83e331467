#pragma once

#include <cstdint>
#include <optional>

#include "seqlens/scan/promoter_settings.h"

namespace seqlens::scan {

/// Bases between window starts: those that the user asks for (--stride), or the model's.
/// @param step  window starts are multiples of it (WindowScorer::alignment_bases).
/// @throws UsageError for a stride that is no multiple, or longer than a window.
[[nodiscard]] std::int64_t scan_stride(std::optional<std::int64_t> wanted, const PromoterSettings& settings,
                                       std::int64_t step);

}  // namespace seqlens::scan
