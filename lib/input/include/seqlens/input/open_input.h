#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/input/base_source.h"
#include "seqlens/input/named_regions.h"
#include "seqlens/input/region_source.h"
#include "seqlens/input/shard.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_reader.h"

namespace seqlens::input {

/// How the inputs of a run are read: whole, or regions or a shard of one FASTA.
struct InputOptions {
  std::vector<std::string> regions;  ///< samtools notation (1-based, both ends included)
  std::string bed;                   ///< file of regions, 0-based; '-' is standard input
  std::optional<Shard> shard;
  /// Each region is a record by itself, in the order given, on the strand of its BED line. Otherwise they are
  /// parts of their contigs, each place scanned once.
  bool regions_are_records = false;
  std::string reference;      ///< FASTA of a CRAM
  bool allow_remote = false;  ///< http:, s3: and ftp:
  /// All alignments, as they are in the file, so that they can be written back; otherwise primary reads.
  bool keep_alignments = false;

  [[nodiscard]] bool has_regions() const { return !regions.empty() || !bed.empty(); }
  /// Whether parts of an input are wanted, which takes an index.
  [[nodiscard]] bool needs_index() const { return has_regions() || shard; }
};

/// The regions asked for, in the order given; without any, all contigs by their names.
/// @throws as named_regions.
[[nodiscard]] std::vector<NamedRegion> regions_of(const InputOptions& options,
                                                  const seqio::ContigTable& contigs);

/// One input, open. `reader` or `genome` is set, and `source` reads from it.
struct OpenInput {
  std::unique_ptr<seqio::RecordReader> reader;  ///< whole files
  std::unique_ptr<seqio::Genome> genome;        ///< regions and shards
  std::unique_ptr<BaseSource> source;
  std::uint64_t bases = 0;    ///< that the source will give; 0: unknown
  std::uint64_t regions = 0;  ///< that were named, each by itself, also where they touch; 0: none were
};

/// Opens a file; '-' is standard input.
///
/// @param reach  what a region needs of its neighbourhood; of no account for whole files.
/// @param warn   hears, once a file, that a record has the name of an earlier one.
/// @throws InputError for what cannot be opened, and for regions that the genome does not have.
[[nodiscard]] OpenInput open_input(const std::string& path, const InputOptions& options,
                                   const RegionReach& reach,
                                   const std::function<void(std::string_view)>& warn);

/// @throws UsageError when both --region and --bed are given, or parts of what is not one indexed file are
/// asked for.
void check_inputs(const InputOptions& options, const std::vector<std::string>& paths);

}  // namespace seqlens::input
