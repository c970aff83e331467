#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "seqlens/scan/call.h"
#include "seqlens/seqio/contig_table.h"
#include "seqlens/tracks/bedgraph_writer.h"
#include "seqlens/tracks/bigwig_writer.h"

namespace promoter_scan {

/// The logits of what has one as one track a strand. A window's value stands at the scan stride around its
/// TSS; a bin's, of a model of positions, on the bin.
class WindowTracks {
 public:
  /// Writes PREFIX.plus.bedGraph and PREFIX.minus.bedGraph.
  /// @param header  lines that start with '#'; may be empty.
  WindowTracks(const std::string& prefix, const seqlens::scan::ScanShapes& shapes, std::int64_t stride_bases,
               std::string_view header, std::ostream& standard_output);
  /// Writes PREFIX.plus.bw and PREFIX.minus.bw. @param contigs  in the order in which they will come.
  WindowTracks(const std::string& prefix, const seqlens::scan::ScanShapes& shapes, std::int64_t stride_bases,
               const std::vector<seqlens::seqio::Contig>& contigs);

  void write(std::string_view chrom, std::span<const seqlens::scan::WindowScore> windows);
  /// The record ends at this base; the last bin may reach past it.
  void end_record(std::string_view chrom, std::int64_t end);
  /// The files appear with the others of the run.
  void commit(seqlens::Publication& together);

 private:
  struct StrandTrack {
    std::variant<seqlens::tracks::BedGraphWriter, seqlens::tracks::BigWigWriter> writer;
    std::optional<seqlens::tracks::IntervalValue> last = {};  // waits for the end of its record to be known
  };

  [[nodiscard]] seqlens::Interval place_of(const seqlens::scan::WindowScore& window) const;
  static void write(StrandTrack& track, std::string_view chrom,
                    std::span<const seqlens::tracks::IntervalValue> values);

  seqlens::scan::WindowShape scored_;
  std::int64_t stride_bases_;
  StrandTrack plus_;
  StrandTrack minus_;
};

}  // namespace promoter_scan
