#include "seqlens/input/open_input.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/input/read_once.h"
#include "seqlens/input/reader_source.h"
#include "seqlens/seqio/line_reader.h"

namespace seqlens::input {
namespace {

std::uint64_t total_bases(const std::vector<RegionStretch>& stretches) {
  std::int64_t total = 0;
  for (const auto& stretch : stretches) total += stretch.bases.length();
  return static_cast<std::uint64_t>(total);
}

std::uint64_t total_bases(const std::vector<NamedRegion>& records) {
  std::int64_t total = 0;
  for (const auto& record : records) total += record.region.interval.length();
  return static_cast<std::uint64_t>(total);
}

OpenInput open_regions(const std::string& path, const InputOptions& options, const RegionReach& reach) {
  OpenInput input;
  input.genome = std::make_unique<seqio::Genome>(path, seqio::GenomeOptions{options.allow_remote});
  const Shard shard = options.shard.value_or(Shard{});
  auto records = regions_of(options, input.genome->contigs());
  if (options.has_regions()) input.regions = records.size();
  if (options.regions_are_records) {
    records = records_of_shard(std::move(records), shard);
    input.bases = total_bases(records);
    input.source = std::make_unique<RegionRecordSource>(*input.genome, std::move(records));
    return input;
  }
  std::vector<seqio::Region> regions;
  for (const NamedRegion& record : records) regions.push_back(record.region);
  auto stretches = plan_regions(regions, input.genome->contigs(), reach, shard);
  input.bases = total_bases(stretches);
  input.source = std::make_unique<RegionSource>(*input.genome, std::move(stretches), reach.flank_bases);
  return input;
}

/// What the index beside a FASTA says, for the progress line; 0 without one, or when it cannot be understood:
/// a scan of the whole file needs none.
std::uint64_t indexed_bases(const std::string& path) try {
  const std::string index = path + ".fai";
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(index, unknown)) return 0;
  seqio::LineReader reader(index);
  std::int64_t total = 0;
  for (std::string line; reader.read(line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) return 0;
    const auto length = std::string_view(line).substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
    const auto bases = parse_integer(length, 0, std::int64_t{1} << 40);
    if (!bases) return 0;
    total += *bases;
  }
  return static_cast<std::uint64_t>(total);
} catch (const Error&) {
  return 0;
}

}  // namespace

std::vector<NamedRegion> regions_of(const InputOptions& options, const seqio::ContigTable& contigs) {
  std::vector<NamedRegion> regions;
  if (options.has_regions()) {
    regions = named_regions(options.regions, options.bed, contigs, options.allow_remote);
  } else {
    for (seqio::Region& region : whole_contigs(contigs))
      regions.push_back({region.contig, std::move(region)});
  }
  return regions;
}

OpenInput open_input(const std::string& path, const InputOptions& options, const RegionReach& reach,
                     const std::function<void(std::string_view)>& warn) {
  if (options.needs_index()) return open_regions(path, options, reach);
  seqio::ReaderOptions reading;
  reading.reference = options.reference;
  reading.allow_remote = options.allow_remote;
  reading.primary_only = !options.keep_alignments;  // written back, none may be missing
  reading.keep_raw = options.keep_alignments;
  reading.on_duplicate_name = [warn, path, warned = false](std::string_view name,
                                                           std::uint64_t record) mutable {
    if (!std::exchange(warned, true)) {
      warn(
          fmt::format("{}: record {} is another '{}'; each record is scanned by itself", path, record, name));
    }
  };
  OpenInput input;
  input.reader = std::make_unique<seqio::RecordReader>(path, std::move(reading));
  input.source = std::make_unique<ReaderSource>(*input.reader);
  input.bases = path == "-" ? 0 : indexed_bases(path);
  return input;
}

void check_inputs(const InputOptions& options, const std::vector<std::string>& paths) {
  if (!options.regions.empty() && !options.bed.empty())
    throw UsageError("--region and --bed: give one of them");
  const std::string_view option = !options.regions.empty() ? "--region"
                                  : !options.bed.empty()   ? "--bed"
                                                           : "--shard";
  if (options.needs_index()) require_one_indexed_file(paths, option);
}

}  // namespace seqlens::input
