#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/alignment.h"

namespace seqlens::seqio {

/// Bases of SEQ that the CIGAR accounts for: aligned, inserted and soft-clipped ones. 0 without a CIGAR.
[[nodiscard]] std::int64_t cigar_read_length(const Alignment& alignment);

/// Whether a mapped read reaches beyond the length that the header gives its contig, which a CigarMap leaves
/// out: the header is of another assembly, or the aligner let a read hang over the end.
[[nodiscard]] bool reaches_beyond_contig(const Alignment& alignment);

/// Bases of a read and of the reference that lie on each other, equally many, without a gap.
struct AlignedBlock {
  Interval read;  ///< offsets; of a read on '-' the first base of `reference` is the last one here
  Interval reference;
  bool operator==(const AlignedBlock&) const = default;
};

/// Places offsets in a read, counted in as-sequenced orientation (as Record::bases is), on the reference.
///
/// Offsets count the bases of SEQ: soft-clipped bases have offsets but no place, hard-clipped ones have
/// neither.
class CigarMap {
 public:
  /// @param read_length  bases in SEQ; must equal what the CIGAR consumes (RecordReader has checked it).
  /// A read that is not mapped gives an empty map: every answer is "nothing".
  CigarMap(const Alignment& alignment, std::int64_t read_length);

  /// 0-based reference position of the base at `offset`; nothing for inserted, clipped or outside bases.
  /// O(log operations).
  [[nodiscard]] std::optional<std::int64_t> reference_position(std::int64_t offset) const;

  /// The smallest reference interval holding every aligned base of the read interval, deletions between them
  /// included; nothing when no base of it is aligned. O(log operations).
  [[nodiscard]] std::optional<Interval> reference_interval(const Interval& read_bases) const;

  /// What is aligned to bases of the reference interval, by place on the reference. O(log operations +
  /// blocks).
  [[nodiscard]] std::vector<AlignedBlock> blocks_on(const Interval& reference) const;

  /// The reference holds the reverse complement of the read.
  [[nodiscard]] bool is_reverse() const { return reverse_; }

  /// The reference strand of something found on `strand` of the as-sequenced read.
  [[nodiscard]] Strand reference_strand(Strand strand) const;

 private:
  struct Block {  // a run of aligned bases, in the orientation of the reference
    std::int64_t read;
    std::int64_t reference;
    std::int64_t length;
  };

  std::vector<Block> blocks_;
  std::int64_t read_length_ = 0;
  bool reverse_ = false;
};

}  // namespace seqlens::seqio
