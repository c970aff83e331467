#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/input/base_source.h"
#include "seqlens/mutagenesis/piece_effects.h"
#include "seqlens/seqio/genome.h"
#include "seqlens/seqio/region.h"

namespace mutation_scan {

struct PieceSizes {
  std::int64_t reach = 0;            ///< bases on each side (mutagenesis::piece_reach)
  std::int64_t shortest_record = 0;  ///< shorter ones are counted and passed over
  std::int64_t piece_bases = 4096;   ///< wanted ones, at most
};

/// Gives the bases to be mutated, piece by piece, in order, each once.
class PieceSource {
 public:
  explicit PieceSource(const PieceSizes& sizes) : sizes_(sizes) {}
  virtual ~PieceSource() = default;
  /// The next piece; nothing at the end.
  [[nodiscard]] virtual std::optional<seqlens::mutagenesis::Piece> next() = 0;
  [[nodiscard]] std::uint64_t short_records() const { return short_records_; }

 protected:
  PieceSizes sizes_;
  std::uint64_t short_records_ = 0;
};

/// All bases of whole records, in memory independent of their length. The source must outlive this one.
std::unique_ptr<PieceSource> pieces_of_records(seqlens::input::BaseSource& source, const PieceSizes& sizes);

/// The bases of some regions of a genome, which must outlive the source.
/// @param regions  sorted and apart (input::merged_regions).
std::unique_ptr<PieceSource> pieces_of_regions(const seqlens::seqio::Genome& genome,
                                               std::vector<seqlens::seqio::Region> regions,
                                               const PieceSizes& sizes);

}  // namespace mutation_scan
