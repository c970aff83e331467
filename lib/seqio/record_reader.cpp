#include "seqlens/seqio/record_reader.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <unordered_set>
#include <variant>

#include <fmt/format.h>

#include "seqlens/core/column_text.h"
#include "seqlens/core/errors.h"

#include "alignment_reader.h"
#include "detect_format.h"
#include "fastx_parser.h"
#include "input_file.h"
#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

constexpr std::size_t names_remembered = 250'000;

bool is_alignment(const htsFormat& format) {
  return format.format == sam || format.format == bam || format.format == cram;
}

std::string describe_content(const htsFormat& format, std::string_view start) {
  if (start.front() == '\x1f') return "is compressed data cut short in its header";
  const std::string known = describe_format(format);
  if (!known.empty()) return fmt::format("is {}", known);
  return fmt::format("starts with {}", describe_start(start));
}

[[noreturn]] void unknown_content(const htsFormat& format, const TextStream& text, std::string_view start) {
  throw InputError(text.name(), fmt::format("{}; FASTA, FASTQ, SAM, BAM or CRAM is expected",
                                            describe_content(format, start)));
}

// Passes over blank lines before the first record and tells the format by its first byte.
FileFormat sniff_text(TextStream& text, const htsFormat& format) {
  while (!text.pending().empty()) {
    const char first = text.pending().front();
    if (first == '>') return FileFormat::fasta;
    if (first == '@') return FileFormat::fastq;
    if (first != '\n' && first != '\r' && first != ' ' && first != '\t') {
      unknown_content(format, text, text.pending());
    }
    text.consume(1);
  }
  return FileFormat::empty;
}

}  // namespace

std::string_view to_string(FileFormat format) {
  switch (format) {
    case FileFormat::empty:
      return "empty file";
    case FileFormat::fasta:
      return "FASTA";
    case FileFormat::fastq:
      return "FASTQ";
    case FileFormat::sam:
      return "SAM";
    case FileFormat::bam:
      return "BAM";
    case FileFormat::cram:
      return "CRAM";
  }
  return "unknown";
}

struct RecordReader::State {
  struct Nothing {};

  std::string path;
  std::string name;
  ReaderOptions options;
  ReaderCounts counts;
  FileFormat format = FileFormat::empty;
  std::variant<Nothing, FastaParser, FastqParser, std::unique_ptr<AlignmentReader>> parser;
  ContigTable no_contigs;
  std::unordered_set<std::size_t> name_hashes;
  std::string current_name;
  Record held;  // FASTQ and alignments in pieces: the record
  std::size_t held_position = 0;
  std::uint64_t bases_of_record = 0;
  bool in_record = false;

  void open() {
    HFile file = open_input(path, options.allow_remote);
    const htsFormat detected = detect_format(*file, name);
    if (is_alignment(detected)) {
      auto& reader = parser.emplace<3>(std::make_unique<AlignmentReader>(std::move(file), name, options));
      format = reader->format();
      return;
    }
    TextStream text(ByteSource(std::move(file), name));
    format = sniff_text(text, detected);
    if (format == FileFormat::empty && text.offset() == 0 && detected.compression == no_compression)
      check_may_be_empty();
    if (format == FileFormat::fasta)
      parser.emplace<FastaParser>(std::move(text), options.any_printable);
    else if (format == FileFormat::fastq)
      parser.emplace<FastqParser>(std::move(text));
  }

  // No bytes at all: what a copy that failed leaves. Text may be so, binary formats have a header.
  void check_may_be_empty() const {
    for (const std::string_view ending : {".bam", ".cram", ".gz", ".bgz"}) {
      if (path.ends_with(ending))
        throw InputError(
            name, fmt::format("is empty (0 bytes), which a '{}' file cannot be; copy it again", ending));
    }
  }

  FastaParser* fasta() { return std::get_if<FastaParser>(&parser); }
  AlignmentReader* alignments() const {
    const auto* held_reader = std::get_if<3>(&parser);
    return held_reader ? held_reader->get() : nullptr;
  }

  // Records that are held whole: FASTQ and alignments.
  bool read_whole(Record& record) {
    if (auto* fastq = std::get_if<FastqParser>(&parser)) return fastq->read(record);
    if (AlignmentReader* reader = alignments()) return reader->read(record, counts);
    return false;
  }

  void begin(const RecordHeader& header) {
    ++counts.records;
    current_name = header.name;
    // Reads may be called '#1'; they begin no line of a format where that matters to others.
    const std::string fault = alignments() ? column_fault(header.name) : first_column_fault(header.name);
    if (!fault.empty()) {
      throw InputError(name, fmt::format("record {}: its name '{}' {}; it would break the lines of outputs",
                                         counts.records, header.name, fault));
    }
    bases_of_record = 0;
    in_record = true;
    if (format == FileFormat::fasta && options.on_duplicate_name) report_duplicate(header.name);
  }

  void count_bases(std::size_t count) {
    counts.bases += count;
    bases_of_record += count;
  }

  void end() {
    if (in_record && bases_of_record == 0) ++counts.without_bases;
    in_record = false;
  }

  void report_duplicate(const std::string& record_name) {
    const std::size_t hash = std::hash<std::string>{}(record_name);
    if (name_hashes.contains(hash)) {
      ++counts.duplicate_names;
      options.on_duplicate_name(record_name, counts.records);
    } else if (name_hashes.size() < names_remembered) {
      name_hashes.insert(hash);
    }
  }

  std::size_t read_held(std::span<char> out) {
    const std::size_t count = std::min(out.size(), held.bases.size() - held_position);
    std::copy_n(held.bases.begin() + static_cast<std::ptrdiff_t>(held_position), count, out.begin());
    held_position += count;
    return count;
  }

  // A record that the caller left unread must still be known to be empty or not.
  void pass_over_rest() {
    char first = 0;
    if (in_record && bases_of_record == 0) count_bases(read_piece({&first, 1}));
    end();
  }

  std::size_t read_piece(std::span<char> out) { return fasta() ? fasta()->read_bases(out) : read_held(out); }
};

RecordReader::RecordReader(const std::string& path, ReaderOptions options) : state_(new State) {
  state_->path = path;
  state_->name = display_name(path);
  state_->options = std::move(options);
  state_->open();
}

RecordReader::~RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;

bool RecordReader::read(Record& record) {
  State& state = *state_;
  state.pass_over_rest();
  if (!state.fasta()) {
    if (!state.read_whole(record)) return false;
    state.begin(record);
    state.count_bases(record.bases.size());
    state.end();
    return true;
  }
  if (!begin_record(record)) return false;
  constexpr std::size_t smallest_piece = 4096;
  record.qualities.clear();
  std::size_t size = 0;
  for (std::size_t count = 1; count > 0; size += count) {
    record.bases.resize(size + std::max(size, smallest_piece));
    count = read_bases(std::span(record.bases).subspan(size));
  }
  record.bases.resize(size);
  return true;
}

bool RecordReader::begin_record(RecordHeader& header) {
  State& state = *state_;
  state.pass_over_rest();
  if (FastaParser* fasta = state.fasta()) {
    if (!fasta->begin_record(header)) return false;
  } else {
    if (!state.read_whole(state.held)) return false;
    header = static_cast<const RecordHeader&>(state.held);
    state.held_position = 0;
  }
  state.begin(header);
  return true;
}

std::size_t RecordReader::read_bases(std::span<char> out) {
  assert(!out.empty());
  State& state = *state_;
  if (!state.in_record) return 0;
  const std::size_t count = state.read_piece(out);
  state.count_bases(count);
  if (count == 0) state.end();
  return count;
}

FileFormat RecordReader::format() const {
  return state_->format;
}
const std::string& RecordReader::path() const {
  return state_->path;
}
const ReaderCounts& RecordReader::counts() const {
  return state_->counts;
}

std::string RecordReader::place() const {
  if (const AlignmentReader* reader = state_->alignments()) {
    return fmt::format("{}: record {} '{}'", state_->name, reader->record_number(), state_->current_name);
  }
  return fmt::format("{}: record {} '{}'", state_->name, state_->counts.records, state_->current_name);
}

const ContigTable& RecordReader::contigs() const {
  const AlignmentReader* reader = state_->alignments();
  return reader ? reader->contigs() : state_->no_contigs;
}

std::shared_ptr<const AlignmentHeader> RecordReader::alignment_header() const {
  const AlignmentReader* reader = state_->alignments();
  return reader ? reader->header() : nullptr;
}

}  // namespace seqlens::seqio
