#include "seq-tokenize/letter_source.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "seqlens/input/named_regions.h"
#include "seqlens/input/region_source.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_reader.h"

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
    reader.reference = options_.input.reference;
    reader.allow_remote = options_.input.allow_remote;
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

/// Regions of one indexed FASTA, all on the forward strand.
class RegionSource final : public LetterSource {
 public:
  explicit RegionSource(const Options& options)
      : genome_(options.inputs.front(), {.allow_remote = options.input.allow_remote}),
        source_(genome_, forward_regions(options, genome_.contigs())) {}

  bool begin(SourceRecord& record) override {
    input::SourceRecord region;
    if (!source_.begin_record(region)) return false;
    record = {region.place->contig, region.place->interval.begin};
    return true;
  }

  std::size_t read(std::span<char> out) override { return source_.read_bases(out); }

 private:
  static std::vector<input::NamedRegion> forward_regions(const Options& options,
                                                         const seqio::ContigTable& contigs) {
    auto regions = input::regions_of(options.input, contigs);
    for (input::NamedRegion& region : regions) region.strand = Strand::forward;
    return regions;
  }

  seqio::Genome genome_;
  input::RegionRecordSource source_;
};

}  // namespace

std::unique_ptr<LetterSource> open_source(const Options& options, bool any_printable, cli::Logger& log) {
  if (!options.input.has_regions()) return std::make_unique<FileSource>(options, any_printable, log);
  return std::make_unique<RegionSource>(options);
}

}  // namespace seq_tokenize
