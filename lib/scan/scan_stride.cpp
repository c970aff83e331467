#include "seqlens/scan/scan_stride.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::scan {

std::int64_t scan_stride(std::optional<std::int64_t> wanted, const PromoterSettings& settings,
                         std::int64_t step) {
  const std::int64_t stride = wanted.value_or(settings.scan_stride);
  if (stride % step == 0 && stride <= settings.window_bases) return stride;
  throw UsageError(fmt::format("--stride {}: this model takes multiples of {} up to {}", stride, step,
                               settings.window_bases / step * step));
}

}  // namespace seqlens::scan
