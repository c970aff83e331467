#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "seqlens/core/publication.h"
#include "seqlens/seqio/contig_table.h"
#include "seqlens/tracks/interval_value.h"

namespace seqlens::tracks {

/// A bigWig file (bedGraph sections, zlib, up to 10 zoom levels), written through libBigWig. It appears under
/// its name only at commit(), after every write of libBigWig went well. Holds no descriptor between writes,
/// so that thousands can be open. Touches no network.
///
/// Memory: 12 bytes a range in small buffers, and at commit() the first zoom level: 32 bytes for every four
/// ranges of mean width (every 10 bases at least).
///
/// @throws Error with the path when opening, writing or renaming fails, and for what a bigWig cannot hold: a
///         range that is empty, out of order, overlaps the one before or leaves its contig; contigs in
///         another order than given or with unknown name; a value that is not finite.
class BigWigWriter {
 public:
  /// @param path     a regular file; standard output ("-") cannot take a bigWig: UsageError; nor can a pipe
  /// or
  ///                 a device: Error.
  /// @param contigs  all contigs with values, in the order in which they will come. Names must differ;
  /// lengths
  ///                 below 2^32; at most 65535 of them.
  BigWigWriter(std::filesystem::path path, const std::vector<seqio::Contig>& contigs);
  ~BigWigWriter();
  BigWigWriter(BigWigWriter&&) noexcept;
  BigWigWriter& operator=(BigWigWriter&&) noexcept;

  void write(std::string_view chrom, std::span<const IntervalValue> values);
  void commit();
  /// The same, but the file appears with the others of the publication.
  void commit(Publication& together);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seqlens::tracks
