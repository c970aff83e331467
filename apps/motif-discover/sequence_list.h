#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/motif/halves.h"

#include "motif-discover/evidence.h"

namespace motif_discover {

/// Where the first base of a sequence lies, and on which strand the sequence reads.
struct SequenceOrigin {
  std::string record;  ///< the sequence's own name, or its contig
  seqlens::Interval bases;
  seqlens::Strand strand = seqlens::Strand::forward;
};

/// The records of a file, or regions of a genome, held in memory.
struct SequenceList {
  std::vector<SequenceOrigin> origins;
  std::vector<std::string> bases;
  std::vector<seqlens::motif::SequencePlace> places;  ///< as far as headers say: cluster=, chrom=, a locus

  /// By track (one, or one a head); empty without.
  std::vector<Evidence> evidence;

  [[nodiscard]] std::size_t size() const { return bases.size(); }
  void add(const SequenceList& other, std::size_t i);
  /// Bases of a sequence, and the strand of something on them, on the record that it comes from.
  [[nodiscard]] SequenceOrigin located(std::size_t i, const seqlens::Interval& bases,
                                       seqlens::Strand strand) const;
};

/// @throws InputError as RecordReader; when the records are no DNA.
SequenceList read_sequences(const std::string& path, bool allow_remote);

/// The regions of a BED, each as it reads on its strand; one that is there again is passed over.
/// @throws InputError naming the line of a region that its contig does not hold.
SequenceList read_regions(const std::string& bed, const std::string& genome, bool allow_remote);

/// Those of one half. @param half  one a sequence.
SequenceList half_of(const SequenceList& list, const std::vector<std::uint8_t>& half, std::uint8_t which);

}  // namespace motif_discover
