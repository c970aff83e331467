#include "seqlens/scan/scan_stride.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::scan {

namespace {

constexpr std::int64_t kWindowStride = 48;

std::int64_t checked(std::int64_t stride, const PromoterSettings& settings, std::int64_t step) {
  if (stride % step == 0 && stride <= settings.window_bases) return stride;
  throw UsageError(fmt::format("--stride {}: this model takes multiples of {} up to {}", stride, step,
                               settings.window_bases / step * step));
}

}  // namespace

std::int64_t scan_stride(std::optional<std::int64_t> wanted, const PromoterSettings& settings,
                         std::int64_t step) {
  if (!settings.positions) return checked(wanted.value_or(settings.scan_stride), settings, step);
  if (wanted.value_or(settings.scan_stride) == settings.scan_stride) return settings.scan_stride;
  throw UsageError(fmt::format("--stride {}: this model scores every {} bases, whatever is asked", *wanted,
                               settings.scan_stride));
}

std::int64_t window_stride(std::optional<std::int64_t> wanted, const PromoterSettings& settings,
                           std::int64_t step) {
  if (!settings.positions) return scan_stride(wanted, settings, step);
  return checked(wanted.value_or((kWindowStride + step - 1) / step * step), settings, step);
}

}  // namespace seqlens::scan
