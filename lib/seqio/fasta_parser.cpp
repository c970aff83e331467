#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "fastx_parser.h"
#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

constexpr std::size_t longest_header = std::size_t{1} << 20;

enum class ByteClass : unsigned char { bad, base, blank, line_end };

const std::array<ByteClass, 256> byte_classes = [] {
  std::array<ByteClass, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    if (is_sequence_byte(static_cast<unsigned char>(byte))) table[byte] = ByteClass::base;
  }
  table[' '] = ByteClass::blank;
  table['\t'] = ByteClass::blank;
  table['\r'] = ByteClass::blank;
  table['\n'] = ByteClass::line_end;
  return table;
}();

ByteClass class_of(char byte) {
  return byte_classes[static_cast<unsigned char>(byte)];
}

bool is_blank(char byte) {
  return byte == ' ' || byte == '\t';
}

}  // namespace

void split_header(std::string_view line, RecordHeader& header) {
  const auto name = std::find_if_not(line.begin(), line.end(), is_blank);  // "> chr1", as samtools takes it
  const auto name_end = std::find_if(name, line.end(), is_blank);
  const auto rest = std::find_if_not(name_end, line.end(), is_blank);
  header.name.assign(name, name_end);
  header.description.assign(rest, line.end());
}

bool FastaParser::begin_record(RecordHeader& header) {
  finish_record();
  std::string line;
  const std::uint64_t number = text_.line_number();
  if (!text_.read_line(line, longest_header)) return false;
  if (line.find('\r') != std::string::npos) {
    throw InputError(text_.name(), number, "lines end in CR alone (old Macintosh); convert them to LF");
  }
  header.alignment.reset();
  split_header(std::string_view(line).substr(1), header);
  in_record_ = true;
  at_line_start_ = true;
  return true;
}

std::size_t FastaParser::read_bases(std::span<char> out) {
  std::size_t count = 0;
  while (in_record_ && count < out.size()) {
    const std::string_view pending = text_.pending();
    if (pending.empty() || (at_line_start_ && pending.front() == '>')) {
      in_record_ = false;
    } else {
      count += copy_line_part(out.subspan(count));
    }
  }
  return count;
}

// Copies from one line at most, so that '>' is recognised at each line start.
std::size_t FastaParser::copy_line_part(std::span<char> out) {
  const std::string_view pending = text_.pending();
  std::size_t read = 0;
  std::size_t written = 0;
  at_line_start_ = false;
  while (read < pending.size() && written < out.size() && !at_line_start_) {
    const char byte = pending[read];
    const ByteClass kind = class_of(byte);
    if (kind == ByteClass::base || (kind == ByteClass::bad && is_allowed(byte))) {
      out[written++] = byte;
    } else if (kind == ByteClass::line_end) {
      at_line_start_ = true;
    } else if (kind == ByteClass::bad) {
      bad_byte(static_cast<unsigned char>(byte), text_.line_number());
    }
    ++read;
  }
  text_.consume(read);
  return written;
}

// What is left of the current record, or before the first one blank lines only: the same loop checks both.
void FastaParser::finish_record() {
  std::array<char, 4096> scratch;
  while (read_bases(scratch) > 0) {
  }
  while (!text_.pending().empty() && text_.pending().front() != '>') {
    const char byte = text_.pending().front();
    if (class_of(byte) != ByteClass::blank && class_of(byte) != ByteClass::line_end) {
      throw InputError(text_.name(), text_.line_number(),
                       fmt::format("starts with {}; a FASTA record starts with '>'",
                                   describe_byte(static_cast<unsigned char>(byte))));
    }
    text_.consume(1);
  }
}

bool FastaParser::is_allowed(char byte) const {
  return any_printable_ && byte > 0x20 && byte < 0x7f;
}

void FastaParser::bad_byte(unsigned char byte, std::uint64_t line) const {
  throw InputError(text_.name(), line,
                   fmt::format("{} in a sequence; {} are expected", describe_byte(byte),
                               any_printable_ ? "printable characters" : "letters, '*' and '-'"));
}

}  // namespace seqlens::seqio
