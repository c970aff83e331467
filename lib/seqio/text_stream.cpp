#include "text_stream.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::seqio {

std::string_view TextStream::pending() {
  if (rest_.empty()) rest_ = source_.next(lines_);
  return rest_;
}

void TextStream::consume(std::size_t count) {
  const std::string_view taken = rest_.substr(0, count);
  lines_ += static_cast<std::uint64_t>(std::count(taken.begin(), taken.end(), '\n'));
  offset_ += count;
  rest_.remove_prefix(count);
}

bool TextStream::read_line(std::string& line, std::size_t longest) {
  line.clear();
  if (pending().empty()) return false;
  const std::uint64_t number = line_number();
  bool ended = false;
  while (!ended && !pending().empty()) {
    const std::size_t end = rest_.find('\n');
    ended = end != std::string_view::npos;
    line.append(rest_.substr(0, end));
    consume(ended ? end + 1 : rest_.size());
    if (line.size() > longest) {
      throw InputError(name(), number, fmt::format("line longer than {} bytes", longest));
    }
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

}  // namespace seqlens::seqio
