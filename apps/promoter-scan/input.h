#pragma once

#include <memory>
#include <string>

#include "seqlens/cli/logger.h"
#include "seqlens/scan/base_source.h"
#include "seqlens/scan/region_source.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/record_reader.h"

#include "promoter-scan/options.h"

namespace promoter_scan {

/// One input, open. `reader` or `genome` is set, and `source` reads from it.
struct Input {
  std::unique_ptr<seqlens::seqio::RecordReader> reader;  ///< whole files
  std::unique_ptr<seqlens::seqio::Genome> genome;        ///< regions and shards
  std::unique_ptr<seqlens::scan::BaseSource> source;
  std::uint64_t bases = 0;  ///< that the source will give; 0: unknown
};

Input open_input(const std::string& path, const Options& options, const seqlens::scan::RegionReach& reach,
                 seqlens::cli::Logger& log);

/// "2/8" -> part 2 of 8; empty -> part 1 of 1. @throws UsageError for anything else.
seqlens::scan::Shard parse_shard(const std::string& text);

}  // namespace promoter_scan
