#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace model_train {

/// What decides on which side of the split a record stands.
struct RecordOrigin {
  std::string place;  ///< "x.fa: record 'P1'"
  std::string group;  ///< empty: none was given, so the record is its own
};

/// Chooses whole groups until they have at least `fraction` of the records.
/// @param warnings  gets a line when records without a group are split: nobody said which are alike
/// @return one flag a record: true = dev
/// @throws Error when the fraction is positive and there are fewer than two groups.
[[nodiscard]] std::vector<bool> choose_dev_records(const std::vector<RecordOrigin>& records, double fraction,
                                                   std::uint64_t seed, std::vector<std::string>& warnings);

}  // namespace model_train
