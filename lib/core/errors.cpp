#include "seqlens/core/errors.h"

#include <cstring>

#include <fmt/format.h>

namespace seqlens {

InputError::InputError(std::string_view place, std::string_view text)
    : Error(fmt::format("{}: {}", place, text)) {}

InputError::InputError(std::string_view file, std::size_t line, std::string_view text)
    : Error(fmt::format("{}:{}: {}", file, line, text)) {}

std::string errno_text(std::string_view action, std::string_view path, int errno_value) {
  return fmt::format("{} '{}': {}", action, path, std::strerror(errno_value));
}

}  // namespace seqlens
