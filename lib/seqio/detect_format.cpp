#include "detect_format.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::seqio {

htsFormat detect_format(hFILE& file, const std::string& name) {
  htsFormat format{};
  errno = 0;
  if (hts_detect_format(&file, &format) < 0) {
    throw InputError(name, fmt::format("cannot be read: {}", std::strerror(errno)));
  }
  return format;
}

std::string describe_format(const htsFormat& format) {
  if (format.format == unknown_format || format.format == text_format) return {};
  const CString description(hts_format_description(&format));
  return description ? description.get() : "";
}

}  // namespace seqlens::seqio
