#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/interval_value.h"

namespace seqlens::tracks {

struct BedGraphOptions {
  /// Touching ranges of one value become one line.
  bool merge_equal = true;
  /// Digits after the point; nothing: the shortest text that reads back as the same float.
  std::optional<int> decimals;
};

/// A bedGraph file: contig, begin, end, value; 0-based and half-open as our intervals are. Lines come in the
/// order of the calls. Holds one range.
///
/// @throws Error as DataOutput does, and for a value that is not finite.
class BedGraphWriter {
 public:
  /// @param header  whole lines that start with '#'; may be empty.
  BedGraphWriter(seqio::DataOutput output, std::string_view header, BedGraphOptions options = {});

  void write(std::string_view chrom, std::span<const IntervalValue> values);
  /// @param with_index  bgzip files only: makes the tabix index too; lines must be sorted.
  void commit(bool with_index = false);
  /// The same, but files appear with the others of the publication.
  void commit(Publication& together, bool with_index = false);

 private:
  void put(const IntervalValue& value);
  void write_held();

  seqio::DataOutput output_;
  BedGraphOptions options_;
  std::string chrom_;
  std::optional<IntervalValue> held_;  // of chrom_; may still grow
  std::string text_;
};

}  // namespace seqlens::tracks
