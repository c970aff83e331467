#include "seqlens/labelled/record_sorter.h"

#include "seqlens/train/objective.h"

namespace seqlens::labelled {

RecordSorter::RecordSorter(const std::vector<train::Tss>& sites, const GenomeParts& parts,
                           std::int64_t random_distance)
    : index_(sites), parts_(parts), random_distance_(random_distance) {}

RecordUse RecordSorter::use_of(const LabelledRecord& record) const {
  const auto locus = record.locus();
  if (!locus) return RecordUse::training;
  if (record.target == train::kNoPromoter &&
      index_.any_near(locus->contig, locus->interval, random_distance_))
    return RecordUse::near_tss;
  if (lies_inside(*locus, parts_.dev_regions)) return RecordUse::dev;
  if (parts_.train_regions.empty()) return RecordUse::training;
  if (!lies_inside(*locus, parts_.train_regions) || touches(*locus, parts_.excluded))
    return RecordUse::outside;
  return RecordUse::training;
}

}  // namespace seqlens::labelled
