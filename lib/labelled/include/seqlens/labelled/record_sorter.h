#pragma once

#include <cstdint>

#include "seqlens/labelled/genome_parts.h"
#include "seqlens/labelled/labelled_record.h"
#include "seqlens/train/tss_index.h"

namespace seqlens::labelled {

/// What becomes of a record of stranded training.
enum class RecordUse {
  training,
  dev,
  near_tss,  ///< left out: its label says that there is no promoter, and the annotation one
  outside,   ///< left out: not wholly inside the training regions, or touching what is excluded from them
};

/// Which record goes where, by the locus in its header. Records without one are for training.
class RecordSorter {
 public:
  /// @param sites            of the genome
  /// @param parts            must outlive the sorter; without training regions there is no outside
  /// @param random_distance  bases around a locus in which a TSS, on either strand, makes it near
  RecordSorter(const std::vector<train::Tss>& sites, const GenomeParts& parts, std::int64_t random_distance);

  /// By the first of: near a TSS (target kNoPromoter alone), wholly inside a dev region, outside, training.
  [[nodiscard]] RecordUse use_of(const LabelledRecord& record) const;

 private:
  train::TssIndex index_;
  const GenomeParts& parts_;
  std::int64_t random_distance_;
};

}  // namespace seqlens::labelled
