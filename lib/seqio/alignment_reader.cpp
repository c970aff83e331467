#include "alignment_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <htslib/cram.h>
#include <htslib/kseq.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"

#include "input_file.h"
#include "sam_line.h"
#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

std::vector<Contig> contigs_of(const sam_hdr_t& header) {
  std::vector<Contig> contigs;
  const int count = sam_hdr_nref(&header);
  contigs.reserve(static_cast<std::size_t>(std::max(count, 0)));
  for (int i = 0; i < count; ++i)
    contigs.push_back({sam_hdr_tid2name(&header, i), sam_hdr_tid2len(&header, i)});
  return contigs;
}

// An UR field names the reference as its maker knew it. htslib would fetch it over the network, or index it
// where it lies; we take --reference alone.
void forget_reference_locations(sam_hdr_t& header) {
  for (int i = 0; i < sam_hdr_nref(&header); ++i) {
    sam_hdr_remove_tag_id(&header, "SQ", "SN", sam_hdr_tid2name(&header, i), "UR");
  }
}

// Only the first and last operations may clip, and soft clips lie inside hard ones.
bool clips_inside(std::span<const CigarOperation> cigar) {
  const auto is = [](char code) {
    return [code](const CigarOperation& operation) { return operation.code == code; };
  };
  const auto trim = [&](char code) {
    if (!cigar.empty() && is(code)(cigar.front())) cigar = cigar.subspan(1);
    if (!cigar.empty() && is(code)(cigar.back())) cigar = cigar.first(cigar.size() - 1);
  };
  trim('H');
  trim('S');
  return std::any_of(cigar.begin(), cigar.end(), is('H')) || std::any_of(cigar.begin(), cigar.end(), is('S'));
}

void fill_bases(const bam1_t& raw, std::string& bases) {
  bases.resize(static_cast<std::size_t>(raw.core.l_qseq));
  const std::uint8_t* packed = bam_get_seq(&raw);
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const char base = seq_nt16_str[bam_seqi(packed, i)];
    bases[i] = base == '=' ? 'N' : base;  // '=' is "as the reference", which we do not have: unknown
  }
}

void fill_qualities(const bam1_t& raw, std::string& qualities) {
  constexpr std::uint8_t absent = 0xff;
  qualities.clear();
  const std::uint8_t* values = bam_get_qual(&raw);
  if (raw.core.l_qseq == 0 || values[0] == absent) return;
  qualities.resize(static_cast<std::size_t>(raw.core.l_qseq));
  std::transform(values, values + qualities.size(), qualities.begin(),
                 [](std::uint8_t value) { return static_cast<char>(std::min<int>(value, 93) + 33); });
}

void fill_cigar(const bam1_t& raw, std::vector<CigarOperation>& cigar) {
  cigar.resize(raw.core.n_cigar);
  const std::uint32_t* packed = bam_get_cigar(&raw);
  for (std::size_t i = 0; i < cigar.size(); ++i) {
    cigar[i] = {bam_cigar_opchr(packed[i]), bam_cigar_oplen(packed[i])};
  }
}

std::shared_ptr<const RawAlignment> copy_raw(const bam1_t& raw) {
  auto copy = std::make_shared<RawAlignment>();
  copy->record.reset(bam_dup1(&raw));
  if (!copy->record) throw std::bad_alloc();
  return copy;
}

void turn_as_sequenced(Record& record) {
  record.bases = reverse_complement(record.bases);
  std::reverse(record.qualities.begin(), record.qualities.end());
}

}  // namespace

AlignmentReader::AlignmentReader(HFile file, const std::string& name, const ReaderOptions& options)
    : name_(name),
      primary_only_(options.primary_only),
      keep_raw_(options.keep_raw),
      reference_(options.reference, options.allow_remote),
      raw_(bam_init1()) {
  file_.reset(hts_hopen(file.get(), name.c_str(), "r"));
  if (!file_) throw InputError(name_, "cannot be read as SAM, BAM or CRAM; is it complete?");
  static_cast<void>(file.release());  // owned by file_ now
  if (file_->format.format == cram) {
    if (!options.allow_remote) keep_references_local();
    reference_.attach(*file_);
  }
  header_ = std::make_shared<AlignmentHeader>();
  header_->header.reset(sam_hdr_read(file_.get()));
  if (!header_->header) throw InputError(name_, "header damaged or cut short; copy the file again");
  // htslib looks into the header lines only when somebody asks about them.
  if (sam_hdr_count_lines(header_->header.get(), "SQ") < 0) {
    throw InputError(name_,
                     "header malformed (its @SQ, @RG and @PG lines need SN and LN, ID, ID, each name once)");
  }
  if (!raw_) throw std::bad_alloc();
  if (file_->format.format == cram) {
    header_->header.reset(sam_hdr_dup(header_->header.get()));  // ours keeps what is taken from htslib's
    if (!header_->header) throw std::bad_alloc();
    forget_reference_locations(*cram_fd_get_header(file_->fp.cram));
  }
  contigs_ = ContigTable(fmt::format("the header of {}", name_), contigs_of(*header_->header));
}

FileFormat AlignmentReader::format() const {
  const htsExactFormat format = file_->format.format;
  return format == bam ? FileFormat::bam : format == cram ? FileFormat::cram : FileFormat::sam;
}

bool AlignmentReader::read(Record& record, ReaderCounts& counts) {
  do {
    if (!read_raw()) return false;
  } while (!passes(counts));
  record.name = bam_get_qname(raw_.get());
  record.description.clear();
  Alignment& alignment = record.alignment ? *record.alignment : record.alignment.emplace();
  const bam1_core_t& core = raw_->core;
  alignment.flag = core.flag;
  const char* contig = sam_hdr_tid2name(header_->header.get(), core.tid);
  alignment.contig = contig ? contig : "";
  alignment.position = core.pos;  // htslib has made it 0-based
  alignment.contig_length = contig ? sam_hdr_tid2len(header_->header.get(), core.tid) : 0;
  alignment.mapping_quality = core.qual;
  fill_cigar(*raw_, alignment.cigar);
  fill_bases(*raw_, record.bases);
  fill_qualities(*raw_, record.qualities);
  check_usable(record);
  if (alignment.is_reverse()) turn_as_sequenced(record);
  alignment.raw = keep_raw_ ? copy_raw(*raw_) : nullptr;
  return true;
}

bool AlignmentReader::passes(ReaderCounts& counts) const {
  if (!primary_only_) return true;
  if (raw_->core.flag & BAM_FSECONDARY) {
    ++counts.secondary;
  } else if (raw_->core.flag & BAM_FSUPPLEMENTARY) {
    ++counts.supplementary;
  } else {
    return true;
  }
  return false;
}

// sam_read1: 0 or more for a record, -1 at the end, less for an error. -1 comes too when the file ends
// cleanly between two blocks, hence check_end.
bool AlignmentReader::read_raw() {
  errno = 0;
  const int result =
      file_->format.format == sam ? read_line() : sam_read1(file_.get(), header_->header.get(), raw_.get());
  if (result < -1) fail_reading();
  if (result == -1) {
    check_end();
    return false;
  }
  ++record_number_;
  return true;
}

// What sam_read1 does with SAM text, but looking at the line: sam_read1 tells neither why it refuses a line
// nor that it does not know a contig, which it takes for none.
int AlignmentReader::read_line() {
  kstring_t& text = file_->line;
  if (text.l == 0) {  // else reading the header has left the first alignment here
    const int result = hts_getline(file_.get(), KS_SEP_LINE, &text);
    if (result < 0) return result;
  }
  line_length_ = text.l;
  const int result = sam_parse1(&text, header_->header.get(), raw_.get());
  text.l = 0;
  const SamContigs contigs{header_->header.get(), &contigs_};
  std::string fault;
  if (result < 0) {
    fault = sam_line_fault(line(), contigs);
    if (fault.empty()) fault = "malformed or cut short";
  }
  if (fault.empty() && raw_->core.tid < 0) fault = sam_rname_fault(line(), contigs);
  if (fault.empty() && raw_->core.mtid < 0) fault = sam_rnext_fault(line(), contigs);
  if (!fault.empty()) fail_line(fault);
  return result;
}

std::string_view AlignmentReader::line() const {
  return {file_->line.s, line_length_};
}

void AlignmentReader::check_end() const {
  const bool is_bgzf = !file_->is_cram && file_->format.compression == ::bgzf;
  constexpr int without_end_block = 2;
  const bool cut = (is_bgzf && file_->fp.bgzf->no_eof_block) ||
                   (has_cram_end_block() && cram_eof(file_->fp.cram) == without_end_block);
  if (cut) fail_truncated();
}

// CRAM has it since version 2.1.
bool AlignmentReader::has_cram_end_block() const {
  const auto version = file_->format.version;
  return file_->is_cram && (version.major > 2 || (version.major == 2 && version.minor >= 1));
}

void AlignmentReader::fail_reading() const {
  const int reason = errno;
  const std::uint64_t number = record_number_ + 1;
  if (reason == EIO || reason == EISDIR) {
    throw InputError(name_, fmt::format("cannot read record {}: {}", number, std::strerror(reason)));
  }
  if (file_->format.format == cram) {
    // A container cut in its middle looks like any damage; 0 says that the file has no end-of-file block.
    if (has_cram_end_block() && hts_check_EOF(file_.get()) == 0) fail_truncated();
    throw InputError(name_,
                     fmt::format("record {} cannot be decoded: {}", number, reference_.failure_hint()));
  }
  throw InputError(name_, fmt::format("truncated or damaged after record {}; copy it again", record_number_));
}

void AlignmentReader::fail_truncated() const {
  throw InputError(
      name_, fmt::format("truncated after record {} (no end-of-file block); copy it again", record_number_));
}

void AlignmentReader::fail_line(std::string_view text) const {
  throw InputError(name_, static_cast<std::size_t>(file_->lineno),
                   fmt::format("record {}: {}", record_number_ + 1, text));
}

void AlignmentReader::fail_record(std::string_view text) const {
  throw InputError(fmt::format("{}: record {} '{}'", name_, record_number_, bam_get_qname(raw_.get())), text);
}

// What htslib lets through though it cannot be used.
void AlignmentReader::check_usable(const Record& record) const {
  if (format() == FileFormat::sam) check_sequence_text();
  const Alignment& alignment = *record.alignment;
  if (!alignment.is_mapped() || alignment.cigar.empty()) return;
  const std::int64_t covered =
      bam_cigar2qlen(static_cast<int>(raw_->core.n_cigar), bam_get_cigar(raw_.get()));
  if (!record.bases.empty() && covered != static_cast<std::int64_t>(record.bases.size())) {
    fail_record(fmt::format("CIGAR covers {} bases, SEQ has {}", covered, record.bases.size()));
  }
  if (clips_inside(alignment.cigar))
    fail_record("CIGAR clips between other operations; only its ends may clip");
  const auto unknown =
      std::find_if(alignment.cigar.begin(), alignment.cigar.end(), [](const CigarOperation& item) {
        return std::string_view("MIDNSHP=X").find(item.code) == std::string_view::npos;
      });
  if (unknown != alignment.cigar.end())
    fail_record(fmt::format("CIGAR operation '{}' is unknown", unknown->code));
}

void AlignmentReader::check_sequence_text() const {
  constexpr std::size_t seq = 9;
  const std::string_view text = sam_column(line(), seq);  // htslib turns what it does not know into N
  if (text.size() != static_cast<std::size_t>(raw_->core.l_qseq)) return;  // "*"
  const auto bad = std::find_if_not(text.begin(), text.end(), [](char byte) {
    return byte == '=' || byte == '.' || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  });
  if (bad == text.end()) return;
  fail_record(fmt::format("{} in SEQ; letters, '=' and '.' are expected",
                          describe_byte(static_cast<unsigned char>(*bad))));
}

}  // namespace seqlens::seqio
