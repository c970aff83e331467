#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "seqlens/input/base_source.h"
#include "seqlens/input/named_regions.h"
#include "seqlens/input/shard.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/region.h"

namespace seqlens::input {

/// What a region needs of its neighbourhood.
struct RegionReach {
  std::int64_t window_bases = 300;
  std::int64_t tss_index = 249;  ///< in the orientation of a window's strand
  std::int64_t stride_bases = 48;
  std::int64_t radius_bases = 500;  ///< of calls
  std::int64_t flank_bases = 0;     ///< that the scorer sees beside a window
  /// Read behind the last window that decides, where scores come in parts of so many bases: all of its part.
  std::int64_t part_bases = 0;
};

/// A stretch of a contig to be scanned, and what of it is reported.
struct RegionStretch {
  std::string contig;
  Interval bases;  ///< begins at a multiple of the stride
  std::vector<SelectedPart> parts;
};

/// Plans the scan of some regions: the results are those of a scan of the whole contigs whose TSS lies in a
/// region, each once, in the order of the contigs and of the positions, however the regions overlap.
///
/// Shards share the bases of the regions; their results, one after the other, are those without shards.
[[nodiscard]] std::vector<RegionStretch> plan_regions(const std::vector<seqio::Region>& regions,
                                                      const seqio::ContigTable& contigs,
                                                      const RegionReach& reach, const Shard& shard);

/// Reads planned stretches from a genome, which must outlive the source.
class RegionSource final : public BaseSource {
 public:
  /// @param flank_bases  given beside a stretch where the contig has them.
  RegionSource(const seqio::Genome& genome, std::vector<RegionStretch> stretches, std::int64_t flank_bases);
  ~RegionSource() override;

  [[nodiscard]] bool begin_record(SourceRecord& record) override;
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The regions, as records of their own, whose first base, counted through all of them, falls to the shard.
[[nodiscard]] std::vector<NamedRegion> records_of_shard(std::vector<NamedRegion> records, const Shard& shard);

/// Reads regions of a genome as records of their own, in the order given; those of '-' as the other strand.
class RegionRecordSource final : public BaseSource {
 public:
  RegionRecordSource(const seqio::Genome& genome, std::vector<NamedRegion> records);
  ~RegionRecordSource() override;

  [[nodiscard]] bool begin_record(SourceRecord& record) override;
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::input
