#include "seqlens/seqio/line_reader.h"

#include <string_view>

#include "input_file.h"
#include "text_stream.h"

namespace seqlens::seqio {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

struct LineReader::State {
  TextStream text;
  std::string path;
  std::size_t line = 0;
};

LineReader::LineReader(const std::string& path, bool allow_remote)
    : state_(new State{TextStream(ByteSource(open_input(path, allow_remote), display_name(path))), path, 0}) {
}

LineReader::~LineReader() = default;
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;

bool LineReader::read(std::string& line) {
  if (!state_->text.read_line(line)) return false;
  if (++state_->line == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
  return true;
}

std::size_t LineReader::line_number() const {
  return state_->line;
}

const std::string& LineReader::path() const {
  return state_->path;
}

}  // namespace seqlens::seqio
