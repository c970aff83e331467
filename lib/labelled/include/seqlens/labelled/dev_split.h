#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/labelled/labelled_record.h"

namespace seqlens::labelled {

/// What decides on which side of the split a record stands.
struct SplitUnit {
  std::string place;  ///< "x.fa: record 'P1'"
  std::string group;  ///< empty: none was given, so the record is its own
};

/// Chooses whole groups until they have at least `fraction` of the records.
/// @param warnings  gets a line when records without a group are split: nobody said which are alike
/// @return one flag a record: true = dev
/// @throws Error when the fraction is positive and there are fewer than two groups.
[[nodiscard]] std::vector<bool> choose_dev_records(const std::vector<SplitUnit>& records, double fraction,
                                                   std::uint64_t seed, std::vector<std::string>& warnings);

/// Moves the groups that choose_dev_records() chooses from `records` to the result. Both keep their order.
[[nodiscard]] std::vector<LabelledRecord> keep_back(std::vector<LabelledRecord>& records, double fraction,
                                                    std::uint64_t seed, std::vector<std::string>& warnings);

}  // namespace seqlens::labelled
