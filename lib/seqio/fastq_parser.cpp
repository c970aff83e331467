#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "fastx_parser.h"
#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

void check_bases(std::string_view line, const TextStream& text) {
  const auto bad = std::find_if_not(line.begin(), line.end(),
                                    [](char c) { return is_sequence_byte(static_cast<unsigned char>(c)); });
  if (bad == line.end()) return;
  throw InputError(text.name(), text.line_number() - 1,
                   fmt::format("{} in a sequence; letters, '*' and '-' are expected",
                               describe_byte(static_cast<unsigned char>(*bad))));
}

void check_qualities(std::string_view line, const TextStream& text) {
  const auto bad = std::find_if(line.begin(), line.end(), [](char c) { return c < '!' || c > '~'; });
  if (bad == line.end()) return;
  throw InputError(text.name(), text.line_number() - 1,
                   fmt::format("{} among the qualities; '!' to '~' are expected (Phred + 33)",
                               describe_byte(static_cast<unsigned char>(*bad))));
}

}  // namespace

bool FastqParser::read(Record& record) {
  if (!skip_to_header()) return false;
  if (line_.front() != '@') {
    throw InputError(text_.name(), header_line_,
                     fmt::format("starts with {}; a FASTQ record starts with '@'",
                                 describe_byte(static_cast<unsigned char>(line_.front()))));
  }
  record.alignment.reset();
  record.bases.clear();
  record.qualities.clear();
  split_header(std::string_view(line_).substr(1), record);
  read_bases(record);
  read_qualities(record);
  return true;
}

bool FastqParser::skip_to_header() {
  do {
    header_line_ = text_.line_number();
    if (!text_.read_line(line_)) return false;
  } while (line_.empty());
  return true;
}

// Up to and including the '+' line.
void FastqParser::read_bases(Record& record) {
  while (text_.read_line(line_)) {
    if (!line_.empty() && line_.front() == '+') return;
    check_bases(line_, text_);
    record.bases += line_;
  }
  throw InputError(
      text_.name(), header_line_,
      fmt::format("'{}' ends without its '+' line and qualities; the file is cut short", record.name));
}

// At least one line, even for a record without bases: its quality line is there and empty.
void FastqParser::read_qualities(Record& record) {
  do {
    if (!text_.read_line(line_)) {
      if (record.bases.empty()) return;  // the empty last line of a file has no line end of its own
      length_mismatch(record);
    }
    check_qualities(line_, text_);
    record.qualities += line_;
  } while (record.qualities.size() < record.bases.size());
  if (record.qualities.size() > record.bases.size()) length_mismatch(record);
}

void FastqParser::length_mismatch(const Record& record) const {
  throw InputError(text_.name(), header_line_,
                   fmt::format("'{}' has {} bases and {} qualities; one each is expected", record.name,
                               record.bases.size(), record.qualities.size()));
}

}  // namespace seqlens::seqio
