#include "indexed_fasta.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"

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

void check_is_no_reads(const htsFormat& format, const std::string& path) {
  if (format.category != sequence_data || format.format == fasta_format) return;
  throw InputError(path,
                   fmt::format("is {}; random access (--region, --bed, --shard, a reference, bigWig) needs "
                               "FASTA, plain or bgzip",
                               describe_format(format)));
}

}  // namespace

IndexedFasta::IndexedFasta(const std::string& path, bool allow_remote) : path_(path) {
  if (path == "-") {
    throw InputError("standard input", "random access needs a file; save it to one first");
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
  if (bgzf_->is_compressed && !load_block_index(allow_remote)) return false;
  index_ = std::move(*found);
  return fits(index_.front()) && fits(index_.back());
}

bool IndexedFasta::load_block_index(bool allow_remote) {
  const std::string name = path_ + ".gzi";
  if (!is_up_to_date(name, path_)) return false;
  try {
    HFile file = open_input(name, allow_remote);
    return bgzf_index_load_hfile(bgzf_.get(), file.get(), name.c_str()) == 0;
  } catch (const Error&) {
    return false;  // absent or unreadable: the caller builds one
  }
}

void IndexedFasta::build_index(bool allow_remote) {
  ByteSource source(open_input(path_, allow_remote), path_);
  if (source.bgzf().is_compressed && bgzf_index_build_init(&source.bgzf()) != 0) throw std::bad_alloc();
  TextStream text(std::move(source));
  index_ = build_fasta_index(text);
  bgzf_ = text.source().release();
  bgzf_->idx_build_otf = 0;  // or blocks read again by fetch would be indexed again
}

// The header line stands before the first base, and the contig ends where the index says.
bool IndexedFasta::fits(const FastaIndexEntry& entry) {
  constexpr std::int64_t longest_header = 4096;
  if (entry.offset < 2) return false;
  const std::int64_t start = std::max<std::int64_t>(0, entry.offset - longest_header);
  const std::string before = read_bytes(start, static_cast<std::size_t>(entry.offset - start));
  if (static_cast<std::int64_t>(before.size()) != entry.offset - start || before.back() != '\n') return false;
  const std::size_t line_end = before.rfind('\n', before.size() - 2);
  const std::size_t line = line_end == std::string::npos ? 0 : line_end + 1;
  if (before[line] != '>') return false;
  RecordHeader header;
  split_header(std::string_view(before).substr(line + 1, before.find_first_of("\r\n", line) - line - 1),
               header);
  if (header.name != entry.name) return false;
  if (entry.length == 0) return true;
  const std::string after = read_bytes(entry.byte_of(entry.length - 1), 64);
  const std::size_t next = after.find_first_not_of(" \t\r\n", 1);
  return !after.empty() && is_sequence_byte(static_cast<unsigned char>(after[0])) &&
         (after.size() == 1 || after[1] == '\n' || after[1] == '\r') &&
         (next == std::string::npos || after[next] == '>');
}

std::string IndexedFasta::read_bytes(std::int64_t offset, std::size_t count) {
  std::string bytes(count, '\0');
  if (bgzf_useek(bgzf_.get(), offset, SEEK_SET) != 0) return {};
  const ssize_t read = bgzf_read(bgzf_.get(), bytes.data(), count);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
  return bytes;
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
    throw InputError(path_,
                     fmt::format("contig '{}' does not fit the index '{}.fai' (or holds bytes that are no "
                                 "bases); remove the index or make it again",
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
