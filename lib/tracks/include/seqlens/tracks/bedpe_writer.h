#pragma once

#include <span>
#include <string>
#include <string_view>

#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/pair_feature.h"

namespace seqlens::tracks {

/// A BEDPE file as bedtools defines it (columns 1-3 the source, 4-6 the target, then name, score, strand of
/// each), with the raw value in column 11. 0-based and half-open. Lines come in the order of the calls.
///
/// @throws Error as DataOutput does, and for a score outside 0..1000.
class BedpeWriter {
 public:
  /// @param header  whole lines that start with '#'; may be empty.
  BedpeWriter(seqio::DataOutput output, std::string_view header);

  void write(std::string_view chrom, std::span<const PairFeature> pairs);
  /// @param with_index  bgzip files only: makes the tabix index too, by source; sources must be sorted.
  void commit(bool with_index = false);
  /// The same, but files appear with the others of the publication.
  void commit(Publication& together, bool with_index = false);

 private:
  seqio::DataOutput output_;
  std::string text_;
};

}  // namespace seqlens::tracks
