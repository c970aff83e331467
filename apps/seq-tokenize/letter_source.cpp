#include "seq-tokenize/letter_source.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_reader.h"
#include "seqlens/seqio/region.h"

namespace seq_tokenize {
namespace {

using namespace seqlens;

/// The records of the files, file after file.
class FileSource final : public LetterSource {
 public:
  FileSource(const Options& options, bool any_printable, cli::Logger& log)
      : options_(options), any_printable_(any_printable), log_(log), paths_(options.inputs) {
    std::reverse(paths_.begin(), paths_.end());
    open_next();
  }

  bool begin(SourceRecord& record) override {
    seqio::RecordHeader header;
    while (!reader_->begin_record(header)) {
      tell_skipped();
      if (paths_.empty()) return false;
      open_next();
    }
    record = {header.name, 0};
    return true;
  }

  std::size_t read(std::span<char> out) override { return reader_->read_bases(out); }

 private:
  [[nodiscard]] seqio::ReaderOptions reader_options() const {
    seqio::ReaderOptions reader;
    reader.reference = options_.reference;
    reader.allow_remote = options_.allow_remote;
    reader.any_printable = any_printable_;
    return reader;
  }

  void open_next() {
    reader_.emplace(paths_.back(), reader_options());
    paths_.pop_back();
  }

  void tell_skipped() {
    const std::uint64_t skipped = reader_->counts().secondary + reader_->counts().supplementary;
    if (skipped > 0)
      log_.info(fmt::format("{}: passed over {} secondary and supplementary alignments",
                            reader_->path() == "-" ? "standard input" : reader_->path(), skipped));
  }

  const Options& options_;
  bool any_printable_;
  cli::Logger& log_;
  std::vector<std::string> paths_;  // the next one last
  std::optional<seqio::RecordReader> reader_;
};

/// Regions of one indexed FASTA.
class RegionSource final : public LetterSource {
 public:
  explicit RegionSource(const Options& options)
      : genome_(options.inputs.front(), {.allow_remote = options.allow_remote}) {
    for (const std::string& text : options.regions) regions_.push_back(parse_region(text, genome_.contigs()));
    if (!options.bed.empty()) read_regions(options);
    std::reverse(regions_.begin(), regions_.end());
  }

  bool begin(SourceRecord& record) override {
    if (regions_.empty()) return false;
    current_ = regions_.back();
    regions_.pop_back();
    record = {current_.contig, current_.interval.begin};
    return true;
  }

  std::size_t read(std::span<char> out) override {
    const std::int64_t begin = current_.interval.begin;
    const std::int64_t end = std::min(current_.interval.end, begin + static_cast<std::int64_t>(out.size()));
    if (begin >= end) return 0;
    const std::string letters = genome_.fetch(current_.contig, {begin, end});
    std::copy(letters.begin(), letters.end(), out.begin());
    current_.interval.begin = end;
    return letters.size();
  }

 private:
  void read_regions(const Options& options) {
    const seqio::BedOptions bed{&genome_.contigs(), options.allow_remote};
    for (const seqio::BedRecord& line : seqio::read_bed(options.bed, bed))
      regions_.push_back({line.contig, line.interval});
  }

  seqio::Genome genome_;
  std::vector<seqio::Region> regions_;  // the next one last
  seqio::Region current_;
};

}  // namespace

std::unique_ptr<LetterSource> open_source(const Options& options, bool any_printable, cli::Logger& log) {
  if (options.regions.empty() && options.bed.empty())
    return std::make_unique<FileSource>(options, any_printable, log);
  return std::make_unique<RegionSource>(options);
}

}  // namespace seq_tokenize
