#pragma once

#include <memory>
#include <string>

#include "seqlens/protein/text_lines.h"
#include "seqlens/seqio/line_reader.h"

namespace protein_contacts {

/// The lines of a file, plain or gzip; "-" is standard input.
inline seqlens::protein::TextLines text_lines_of(const std::string& path) {
  auto reader = std::make_shared<seqlens::seqio::LineReader>(path);
  return {path == "-" ? "standard input" : path, [reader](std::string& line) { return reader->read(line); }};
}

}  // namespace protein_contacts
