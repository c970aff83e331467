#pragma once

#include <span>
#include <string>
#include <string_view>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/colours.h"

namespace seqlens::tracks {

/// One line of a BED9+ file.
struct BedFeature {
  Interval interval;
  std::string_view name;               ///< "L3H5"
  int score = 0;                       ///< 0 to 1000, see bed_score()
  Strand strand = Strand::unknown;     ///< '.' when the value belongs to no strand
  Interval thick;                      ///< drawn thick; inside interval
  Rgb colour;                          ///< itemRgb
  std::span<const float> values = {};  ///< column 10 and on, the raw value first
};

/// A BED9+ file; 0-based and half-open as our intervals are. Values are the shortest texts that read back as
/// the same floats, "NA" for NaN. Lines come in the order of the calls.
///
/// @throws Error as DataOutput does, and for a score outside 0..1000 or a thick part outside its feature.
class BedWriter {
 public:
  /// @param header  whole lines that start with '#'; may be empty.
  BedWriter(seqio::DataOutput output, std::string_view header);

  void write(std::string_view chrom, std::span<const BedFeature> features);
  /// Lets a reader of standard output see what was written.
  void flush() { output_.flush(); }
  /// @param with_index  bgzip files only: makes the tabix index too; lines must be sorted.
  void commit(bool with_index = false);
  /// The same, but files appear with the others of the publication.
  void commit(Publication& together, bool with_index = false);

 private:
  seqio::DataOutput output_;
  std::string text_;
};

}  // namespace seqlens::tracks
