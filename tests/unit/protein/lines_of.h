#pragma once

#include <memory>
#include <sstream>
#include <string>

#include "seqlens/protein/text_lines.h"

namespace seqlens::test {

/// The lines of a string, as a file named "x" would give them.
inline protein::TextLines lines_of(const std::string& text) {
  auto stream = std::make_shared<std::istringstream>(text);
  return {"x", [stream](std::string& line) { return static_cast<bool>(std::getline(*stream, line)); }};
}

}  // namespace seqlens::test
