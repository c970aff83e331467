#include "indexed_fasta.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"
#include "seqlens/seqio/stream_kind.h"

#include "byte_source.h"
#include "detect_format.h"
#include "fastx_parser.h"
#include "input_file.h"
#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

// An index older than the file may belong to what the file was before.
bool is_up_to_date(const std::string& index, const std::string& file) {
  if (is_remote(file)) return true;
  std::error_code failed;
  const auto index_time = std::filesystem::last_write_time(index, failed);
  if (failed) return false;
  const auto file_time = std::filesystem::last_write_time(file, failed);
  return !failed && index_time >= file_time;
}

/// Where the line behind a contig's last base begins, at the earliest.
std::int64_t end_of(const FastaIndexEntry& entry) {
  return entry.length == 0 ? entry.offset : entry.byte_of(entry.length - 1) + 2;
}

/// The contigs lie one behind the other, each behind a header line that has room for its name; lines end in
/// LF or CR LF (blanks at their ends are told from blanks inside by an index of our own).
bool is_in_order(const FastaIndex& index) {
  std::int64_t free_from = 0;
  for (const FastaIndexEntry& entry : index) {
    const auto header = static_cast<std::int64_t>(entry.name.size()) + 2;
    if (entry.offset < free_from + header || entry.line_width > entry.line_bases + 2) return false;
    free_from = end_of(entry);
  }
  return true;
}

void check_is_no_reads(const htsFormat& format, const std::string& path) {
  if (format.category != sequence_data || format.format == fasta_format) return;
  throw InputError(path,
                   fmt::format("is {}; random access (--region, --bed, --shard, a reference, bigWig) needs "
                               "FASTA, plain or bgzip",
                               describe_format(format)));
}

}  // namespace

IndexedFasta::IndexedFasta(const std::string& path, bool allow_remote) : path_(path) {
  if (const auto kind = stream_kind(path)) {
    throw InputError(display_name(path), path == "-"
                                             ? "random access needs a file; save it to one first"
                                             : fmt::format("is {}; random access needs a file; save it to "
                                                           "one first",
                                                           *kind));
  }
  HFile file = open_input(path, allow_remote);
  check_is_no_reads(detect_format(*file, path), path);
  ByteSource source(std::move(file), path);
  bgzf_ = source.release();
  check_content();
  index_is_beside_ = load_index_beside(allow_remote);
  if (!index_is_beside_) build_index(allow_remote);
}

void IndexedFasta::check_content() {
  if (bgzf_->is_gzip) {
    throw InputError(path_, "plain gzip allows no random access; recompress it with bgzip or decompress it");
  }
  if (bgzf_->is_compressed && bgzf_check_EOF(bgzf_.get()) == 0) {
    throw InputError(path_, "truncated (no end-of-file block); copy it again");
  }
}

bool IndexedFasta::load_index_beside(bool allow_remote) {
  const std::string name = path_ + ".fai";
  if (!is_up_to_date(name, path_)) return false;
  auto found = load_fasta_index(name, allow_remote);
  if (!found || found->empty()) return false;
  if (bgzf_->is_compressed) {
    const std::string blocks = path_ + ".gzi";
    if (is_up_to_date(blocks, path_)) blocks_ = BlockIndex::load(blocks, allow_remote);
    if (!blocks_ || !blocks_->fits(path_)) return false;
  }
  index_ = std::move(*found);
  return index_fits();
}

void IndexedFasta::build_index(bool allow_remote) {
  blocks_.reset();
  ByteSource source(open_input(path_, allow_remote), path_);
  if (source.bgzf().is_compressed && bgzf_index_build_init(&source.bgzf()) != 0) throw std::bad_alloc();
  TextStream text(std::move(source));
  index_ = build_fasta_index(text);
  bgzf_ = text.source().release();
  bgzf_->idx_build_otf = 0;  // or blocks read again by fetch would be indexed again
}

// All contigs in the order of the file and apart, and with the file's own words: those of 4,096 contigs
// spread over the index, or of all when there are no more; of a remote file those of the first and the last
// one.
bool IndexedFasta::index_fits() {
  if (!is_in_order(index_)) return false;
  constexpr std::size_t most = 4096;
  const std::size_t step = is_remote(path_) ? index_.size() : (index_.size() + most - 1) / most;
  for (std::size_t i = 0; i < index_.size(); i += step)
    if (!begins_there(i)) return false;
  return begins_there(index_.size() - 1) && ends_there(index_.back());
}

// Between the last base of the contig before and the first of this one stand line ends and its header line.
bool IndexedFasta::begins_there(std::size_t contig) {
  constexpr std::int64_t longest_gap = 1 << 20;
  const FastaIndexEntry& entry = index_[contig];
  const FastaIndexEntry* before = contig > 0 ? &index_[contig - 1] : nullptr;
  const bool behind_base = before && before->length > 0;
  const std::int64_t from = behind_base ? before->byte_of(before->length - 1) : before ? before->offset : 0;
  if (entry.offset - from > longest_gap) return false;
  const std::string bytes = read_bytes(from, static_cast<std::size_t>(entry.offset - from));
  if (static_cast<std::int64_t>(bytes.size()) != entry.offset - from) return false;
  std::string_view text = bytes;
  if (behind_base) {
    if (!is_sequence_byte(static_cast<unsigned char>(text.front()))) return false;
    text.remove_prefix(1);
  }
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text[start] != '>') return false;
  if (behind_base && text.substr(0, start).find('\n') == std::string_view::npos) return false;
  const std::string_view line = text.substr(start + 1);
  if (line.find('\n') + 1 != line.size()) return false;
  RecordHeader header;
  split_header(line.substr(0, line.find_first_of("\r\n")), header);
  return header.name == entry.name && has_plain_lines(entry);
}

// Lines of two bytes more than bases end in CR LF, not in a blank and LF.
bool IndexedFasta::has_plain_lines(const FastaIndexEntry& entry) {
  const bool is_one_line = entry.length <= entry.line_bases;
  return is_one_line || entry.line_width < entry.line_bases + 2 ||
         read_bytes(entry.offset + entry.line_bases, 1) == "\r";
}

// Behind the last contig there is nothing.
bool IndexedFasta::ends_there(const FastaIndexEntry& last) {
  const bool has_bases = last.length > 0;
  std::string rest = read_bytes(has_bases ? last.byte_of(last.length - 1) : last.offset, 64);
  if (has_bases) {
    if (rest.empty() || !is_sequence_byte(static_cast<unsigned char>(rest.front()))) return false;
    rest.erase(0, 1);
  }
  return rest.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::string IndexedFasta::read_bytes(std::int64_t offset, std::size_t count) {
  std::string bytes(count, '\0');
  if (!seek(offset)) return {};
  const ssize_t read = bgzf_read(bgzf_.get(), bytes.data(), count);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
  return bytes;
}

bool IndexedFasta::seek(std::int64_t offset) {
  return blocks_ ? blocks_->seek(*bgzf_, offset) : bgzf_useek(bgzf_.get(), offset, SEEK_SET) == 0;
}

ContigTable IndexedFasta::contigs() const {
  std::vector<Contig> contigs;
  contigs.reserve(index_.size());
  for (const FastaIndexEntry& entry : index_) contigs.push_back({entry.name, entry.length});
  return {path_, std::move(contigs)};
}

std::string IndexedFasta::fetch(const FastaIndexEntry& entry, const Interval& interval) {
  constexpr std::int64_t piece = std::int64_t{1} << 20;
  std::string bases;
  if (interval.empty()) return bases;
  bases.reserve(static_cast<std::size_t>(interval.length()));
  const std::int64_t last = entry.byte_of(interval.end - 1) + 1;
  for (std::int64_t at = entry.byte_of(interval.begin); at < last; at += piece) {
    const auto wanted = static_cast<std::size_t>(std::min(piece, last - at));
    const std::string bytes = read_bytes(at, wanted);
    if (bytes.size() != wanted) throw InputError(path_, fmt::format("cannot read contig '{}'", entry.name));
    std::copy_if(bytes.begin(), bytes.end(), std::back_inserter(bases),
                 [](char byte) { return is_sequence_byte(static_cast<unsigned char>(byte)); });
  }
  if (static_cast<std::int64_t>(bases.size()) != interval.length()) {
    throw InputError(
        path_, fmt::format("contig '{}' does not fit the index '{}.fai', or has blanks inside its lines; "
                           "make the index again, or rewrap the file",
                           entry.name, path_));
  }
  return bases;
}

void IndexedFasta::write_index(const std::string& stem) const {
  OutputFile out(stem + ".fai");
  out.write(to_text(index_));
  out.commit();
  if (!is_compressed()) return;
  const std::string name = stem + ".gzi";
  if (bgzf_index_dump(bgzf_.get(), name.c_str(), nullptr) != 0)
    throw Error(errno_text("cannot write", name, errno));
}

}  // namespace seqlens::seqio
