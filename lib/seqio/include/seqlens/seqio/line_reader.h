#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace seqlens::seqio {

/// Lines of a text file: plain, gzip or bgzip; "-" is standard input. The line end (LF or CRLF) is removed; a
/// last line without one counts. A UTF-8 byte order mark, which spreadsheets write before a table, is no part
/// of the first line.
///
/// @throws InputError when the file cannot be opened or read, or is truncated.
class LineReader {
 public:
  explicit LineReader(const std::string& path, bool allow_remote = false);
  ~LineReader();
  LineReader(LineReader&&) noexcept;
  LineReader& operator=(LineReader&&) noexcept;

  /// The next line; false at the end.
  [[nodiscard]] bool read(std::string& line);
  /// 1-based number of the line read last.
  [[nodiscard]] std::size_t line_number() const;
  [[nodiscard]] const std::string& path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::seqio
