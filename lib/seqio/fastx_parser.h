#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "seqlens/seqio/record.h"

#include "text_stream.h"

namespace seqlens::seqio {

/// FASTA in pieces, in memory that does not depend on the length of records or lines. (kseq reads whole
/// records: a 250 Mb chromosome would be held as one string.)
///
/// Takes CRLF, empty lines, blanks inside lines and records without bases.
class FastaParser {
 public:
  /// @param any_printable  lets 0x21 to 0x7e through; else letters, '*' and '-' alone.
  explicit FastaParser(TextStream text, bool any_printable = false)
      : text_(std::move(text)), any_printable_(any_printable) {}

  /// Starts the next record, checking what is left of the current one. False at the end of the file.
  [[nodiscard]] bool begin_record(RecordHeader& header);
  /// 0 only at the end of the record.
  [[nodiscard]] std::size_t read_bases(std::span<char> out);

  [[nodiscard]] TextStream& text() { return text_; }

 private:
  void finish_record();
  std::size_t copy_line_part(std::span<char> out);
  [[noreturn]] void bad_byte(unsigned char byte, std::uint64_t line) const;

  [[nodiscard]] bool is_allowed(char byte) const;

  TextStream text_;
  bool any_printable_;
  bool in_record_ = false;
  bool at_line_start_ = true;
};

/// FASTQ, a record at a time; bases and qualities may be wrapped over several lines.
class FastqParser {
 public:
  explicit FastqParser(TextStream text) : text_(std::move(text)) {}

  /// False at the end of the file.
  [[nodiscard]] bool read(Record& record);

  [[nodiscard]] const TextStream& text() const { return text_; }

 private:
  [[nodiscard]] bool skip_to_header();
  void read_bases(Record& record);
  void read_qualities(Record& record);
  [[noreturn]] void length_mismatch(const Record& record) const;

  TextStream text_;
  std::string line_;
  std::uint64_t header_line_ = 0;
};

/// Splits a header line ('>' or '@' removed) at the first blank behind the name; blanks before it are left
/// out.
void split_header(std::string_view line, RecordHeader& header);

}  // namespace seqlens::seqio
