#pragma once

#include <span>
#include <string>
#include <string_view>

#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/pair_feature.h"

namespace seqlens::tracks {

/// A UCSC interact file (https://genome.ucsc.edu/goldenPath/help/interact.html), 18 columns: contig, begin
/// and end of what both places span, name, score, value, experiment ("."), colour, then contig, begin, end,
/// name and strand of the source ("query") and of the target ("key"). Directional: the browser dashes an arc
/// whose target lies before its source. 0-based and half-open. Lines come in the order of the calls.
///
/// @throws Error as DataOutput does, and for a score outside 0..1000.
class InteractWriter {
 public:
  /// @param header  whole lines that start with '#'; may be empty.
  InteractWriter(seqio::DataOutput output, std::string_view header);

  void write(std::string_view chrom, std::span<const PairFeature> pairs);
  /// @param with_index  bgzip files only: makes the tabix index too; spans must be sorted.
  void commit(bool with_index = false);
  /// The same, but files appear with the others of the publication.
  void commit(Publication& together, bool with_index = false);

 private:
  seqio::DataOutput output_;
  std::string text_;
};

}  // namespace seqlens::tracks
