#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "seqlens/seqio/contig_table.h"
#include "seqlens/seqio/record_reader.h"

#include "cram_reference.h"
#include "hts_handles.h"
#include "raw_alignment.h"

namespace seqlens::seqio {

/// SAM, BAM and CRAM through htslib, with our errors and in as-sequenced orientation.
class AlignmentReader {
 public:
  /// @param name     for error texts.
  /// @param options  reference, primary_only and keep_raw are used here.
  AlignmentReader(HFile file, const std::string& name, const ReaderOptions& options);

  /// The next alignment, skipping and counting what primary_only leaves out. False at the end.
  /// @throws InputError naming the record.
  [[nodiscard]] bool read(Record& record, ReaderCounts& counts);

  /// 1-based number in the file of the alignment read last, those passed over included.
  [[nodiscard]] std::uint64_t record_number() const { return record_number_; }
  [[nodiscard]] const ContigTable& contigs() const { return contigs_; }
  [[nodiscard]] std::shared_ptr<const AlignmentHeader> header() const { return header_; }
  [[nodiscard]] FileFormat format() const;

 private:
  [[nodiscard]] bool read_raw();
  [[nodiscard]] int read_line();
  [[nodiscard]] std::string_view line() const;
  [[nodiscard]] bool passes(ReaderCounts& counts) const;
  void check_end() const;
  [[nodiscard]] bool has_cram_end_block() const;
  void check_usable(const Record& record) const;
  void check_sequence_text() const;
  [[noreturn]] void fail_reading() const;
  [[noreturn]] void fail_truncated() const;
  [[noreturn]] void fail_line(std::string_view text) const;
  [[noreturn]] void fail_record(std::string_view text) const;

  std::string name_;
  bool primary_only_;
  bool keep_raw_;
  CramReference reference_;  // must outlive file_
  HtsFile file_;
  std::shared_ptr<AlignmentHeader> header_;
  BamRecord raw_;
  std::size_t line_length_ = 0;  // of SAM text read last
  ContigTable contigs_;
  std::uint64_t record_number_ = 0;
};

}  // namespace seqlens::seqio
