#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "seqlens/seqio/contig_table.h"
#include "seqlens/seqio/record.h"

namespace seqlens::seqio {

/// `empty`: a file without a single byte (after decompression); it has no records.
enum class FileFormat { empty, fasta, fastq, sam, bam, cram };

/// "FASTA", "BAM", ...
[[nodiscard]] std::string_view to_string(FileFormat format);

struct ReaderOptions {
  /// FASTA that a CRAM was compressed against (plain or bgzip; a missing index is built in TMPDIR).
  std::string reference;
  /// Lets http:, https:, s3:, gs: and ftp: inputs through. Otherwise they are an InputError.
  bool allow_remote = false;
  /// Alignments: return only primary reads; the others are counted in ReaderCounts and passed over.
  bool primary_only = true;
  /// Alignments: fill Alignment::raw, so that BamWriter can write the read back. Costs a copy of each read.
  bool keep_raw = false;
  /// FASTA: let every printable character through, not only letters, '*' and '-', for tokenizers that know
  /// special tokens ("<mask>") and '.'.
  bool any_printable = false;
  /// FASTA: called with the name of each record whose name was seen before (which is allowed), and its
  /// 1-based number. Only while the callback is set are names remembered, and only the first 250,000 distinct
  /// ones, to bound the memory.
  std::function<void(std::string_view name, std::uint64_t record)> on_duplicate_name;
};

struct ReaderCounts {
  std::uint64_t records = 0;          ///< begun so far, i.e. returned to the caller
  std::uint64_t bases = 0;            ///< of these records, as far as they were read
  std::uint64_t secondary = 0;        ///< passed over (primary_only)
  std::uint64_t supplementary = 0;    ///< passed over (primary_only)
  std::uint64_t without_bases = 0;    ///< records returned with no base (empty FASTA record, SEQ '*')
  std::uint64_t duplicate_names = 0;  ///< see ReaderOptions::on_duplicate_name
};

/// Reads the records of one FASTA, FASTQ, SAM, BAM or CRAM file in file order.
///
/// The format is told from the content, not from the name; FASTA, FASTQ and SAM may be plain, gzip or bgzip.
/// "-" is standard input. Two ways of reading, which may be mixed record by record:
///
///     Record record;
///     while (reader.read(record)) use(record);                          // whole records
///
///     RecordHeader header;
///     while (reader.begin_record(header))                               // pieces, in bounded memory
///       while (std::size_t n = reader.read_bases(buffer)) use(std::span(buffer).first(n));
///
/// Memory: about 200 kB for FASTA in pieces, whatever the length of records and lines; the record otherwise.
///
/// @throws InputError with file and line (FASTA, FASTQ) or record (alignments) for anything malformed,
/// truncated
///         (a cut gzip or BGZF stream, a missing end-of-file block) or unreadable. After an error the reader
///         is spent. Never reports a failed read as the end.
///
/// Not thread-safe: one reader, one thread at a time.
class RecordReader {
 public:
  explicit RecordReader(const std::string& path, ReaderOptions options = {});
  ~RecordReader();
  RecordReader(RecordReader&&) noexcept;
  RecordReader& operator=(RecordReader&&) noexcept;

  /// The next whole record; false at the end. Reuses the memory of `record`.
  [[nodiscard]] bool read(Record& record);

  /// Starts the next record, passing over what was not read of the current one (checking it all the same).
  /// False at the end.
  [[nodiscard]] bool begin_record(RecordHeader& header);

  /// The next bases of the record begun, as many as fit or as there are; 0 only at the end of the record.
  /// `out` must not be empty. Same letters as Record::bases.
  [[nodiscard]] std::size_t read_bases(std::span<char> out);

  [[nodiscard]] FileFormat format() const;
  [[nodiscard]] const std::string& path() const;
  [[nodiscard]] const ReaderCounts& counts() const;
  /// "reads.bam: record 17" or "x.fa: record 'chr1'": the current record, for error texts of the caller.
  [[nodiscard]] std::string place() const;
  /// Contigs of the @SQ lines; empty for FASTA and FASTQ.
  [[nodiscard]] const ContigTable& contigs() const;
  /// For BamWriter; null for FASTA and FASTQ.
  [[nodiscard]] std::shared_ptr<const AlignmentHeader> alignment_header() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::seqio
