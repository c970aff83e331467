#include "promoter-scan/input.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/scan/reader_source.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/line_reader.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

constexpr std::int64_t kMostShards = 1'000'000;

std::vector<scan::RegionRecord> regions_of(const Options& options, const seqio::ContigTable& contigs) {
  std::vector<scan::RegionRecord> records;
  for (const std::string& text : options.regions) {
    const seqio::Region region = seqio::parse_region(text, contigs);
    records.push_back({seqio::to_string(region), region});
  }
  if (!options.bed.empty()) {
    for (const seqio::BedRecord& line : seqio::read_bed(options.bed, {&contigs, options.allow_remote})) {
      const seqio::Region region{line.contig, line.interval};
      records.push_back(
          {line.name.empty() ? seqio::to_string(region) : line.name, region, line.strand == Strand::reverse});
    }
  }
  if (options.has_regions()) return records;
  for (const seqio::Region& region : scan::whole_contigs(contigs)) records.push_back({region.contig, region});
  return records;
}

std::uint64_t total_bases(const std::vector<scan::RegionStretch>& stretches) {
  std::int64_t total = 0;
  for (const auto& stretch : stretches) total += stretch.bases.length();
  return static_cast<std::uint64_t>(total);
}

std::uint64_t total_bases(const std::vector<scan::RegionRecord>& records) {
  std::int64_t total = 0;
  for (const auto& record : records) total += record.region.interval.length();
  return static_cast<std::uint64_t>(total);
}

Input open_regions(const std::string& path, const Options& options, const scan::RegionReach& reach) {
  Input input;
  input.genome = std::make_unique<seqio::Genome>(path, seqio::GenomeOptions{options.allow_remote});
  const scan::Shard shard = parse_shard(options.shard);
  auto records = regions_of(options, input.genome->contigs());
  if (options.per_record) {
    records = scan::records_of_shard(std::move(records), shard);
    input.bases = total_bases(records);
    input.source = std::make_unique<scan::RegionRecordSource>(*input.genome, std::move(records));
    return input;
  }
  std::vector<seqio::Region> regions;
  for (const scan::RegionRecord& record : records) regions.push_back(record.region);
  auto stretches = scan::plan_regions(regions, input.genome->contigs(), reach, shard);
  input.bases = total_bases(stretches);
  input.source = std::make_unique<scan::RegionSource>(*input.genome, std::move(stretches));
  return input;
}

/// What the index beside a FASTA says, for the progress line; 0 without one.
std::uint64_t indexed_bases(const std::string& path) {
  const std::string index = path + ".fai";
  if (!std::filesystem::exists(index)) return 0;
  seqio::LineReader reader(index);
  std::int64_t total = 0;
  for (std::string line; reader.read(line);) {
    const auto begin = line.find('\t') + 1;
    const auto length = std::string_view(line).substr(begin, line.find('\t', begin) - begin);
    total += parse_integer(length, 0, std::int64_t{1} << 50).value_or(0);
  }
  return static_cast<std::uint64_t>(total);
}

void check_format(const seqio::RecordReader& reader, const Options& options) {
  if (!options.annotates_reads() || reader.alignment_header()) return;
  throw InputError(reader.path(), fmt::format("is {}; -o '{}' needs SAM, BAM or CRAM",
                                              to_string(reader.format()), options.output));
}

void check_tracks(const seqio::RecordReader& reader, const Options& options) {
  if (options.window_scores.empty() || !reader.alignment_header()) return;
  throw InputError(reader.path(), "is an alignment; --window-scores needs FASTA or FASTQ");
}

}  // namespace

Input open_input(const std::string& path, const Options& options, const scan::RegionReach& reach,
                 cli::Logger& log) {
  if (options.has_regions() || !options.shard.empty()) return open_regions(path, options, reach);
  seqio::ReaderOptions reading;
  reading.reference = options.reference;
  reading.allow_remote = options.allow_remote;
  reading.primary_only = !options.annotates_reads();  // written back, none may be missing
  reading.keep_raw = options.annotates_reads();
  reading.on_duplicate_name = [&log, path, warned = false](std::string_view name,
                                                           std::uint64_t record) mutable {
    if (!std::exchange(warned, true)) {
      log.warning(
          fmt::format("{}: record {} is another '{}'; each record is scanned by itself", path, record, name));
    }
  };
  Input input;
  input.reader = std::make_unique<seqio::RecordReader>(path, std::move(reading));
  check_format(*input.reader, options);
  check_tracks(*input.reader, options);
  input.source = std::make_unique<scan::ReaderSource>(*input.reader);
  input.bases = path == "-" ? 0 : indexed_bases(path);
  return input;
}

scan::Shard parse_shard(const std::string& text) {
  if (text.empty()) return {};
  const auto slash = text.find('/');
  if (slash != std::string::npos) {
    const auto count = parse_integer(std::string_view(text).substr(slash + 1), 1, kMostShards);
    const auto index = parse_integer(std::string_view(text).substr(0, slash), 1, count.value_or(0));
    if (index) return {*index, *count};
  }
  throw UsageError(fmt::format("--shard '{}': must be I/N, part I of N, such as 2/8", text));
}

}  // namespace promoter_scan
