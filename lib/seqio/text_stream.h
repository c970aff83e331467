#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "byte_source.h"

namespace seqlens::seqio {

/// A text file as lines or, where lines may be of any length, as pieces of lines. Counts lines and bytes.
class TextStream {
 public:
  explicit TextStream(ByteSource source) : source_(std::move(source)) {}

  /// The unread bytes at hand, at least one; empty only at the end of the file.
  [[nodiscard]] std::string_view pending();
  /// Passes over the first `count` bytes of pending().
  void consume(std::size_t count);

  /// The next line without LF or CRLF; false at the end. A last line without line end counts.
  /// @throws InputError for a line of more than `longest` bytes.
  [[nodiscard]] bool read_line(std::string& line, std::size_t longest = std::size_t{1} << 30);

  /// 1-based number of the line that the next unread byte belongs to.
  [[nodiscard]] std::uint64_t line_number() const { return lines_ + 1; }
  /// Uncompressed bytes read so far.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] const std::string& name() const { return source_.name(); }
  [[nodiscard]] ByteSource& source() { return source_; }

 private:
  ByteSource source_;
  std::string_view rest_;
  std::uint64_t lines_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace seqlens::seqio
