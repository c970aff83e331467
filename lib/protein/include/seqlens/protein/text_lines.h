#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace seqlens::protein {

/// The lines of a text, from wherever the caller has them (a file, gzip, a string in a test).
struct TextLines {
  std::string file;                        ///< its name in messages
  std::function<bool(std::string&)> next;  ///< the next line without its end; false at the end
  std::size_t line = 0;                    ///< 1-based number of the line read last

  [[nodiscard]] bool read(std::string& text) {
    if (!next(text)) return false;
    ++line;
    return true;
  }
};

}  // namespace seqlens::protein
