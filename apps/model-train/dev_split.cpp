#include "model-train/dev_split.h"

#include <fmt/format.h>

#include "seqlens/train/example_list.h"

namespace model_train {

std::vector<bool> choose_dev_records(const std::vector<RecordOrigin>& records, double fraction,
                                     std::uint64_t seed, std::vector<std::string>& warnings) {
  std::vector<std::string> groups;
  std::size_t alone = 0;
  for (const RecordOrigin& record : records) {
    alone += record.group.empty() ? 1 : 0;
    groups.push_back(record.group.empty() ? record.place : record.group);
  }
  std::vector<bool> is_dev = seqlens::train::split_by_group(groups, fraction, seed);
  if (fraction > 0 && alone > 0) {
    warnings.push_back(fmt::format(
        "--dev-fraction: {} of {} records have no group, so each is its own, and nearly the same sequence "
        "may stand in training and in the dev set; give groups: a column 'group' in the table, or "
        "cluster=NAME in the FASTA headers",
        alone, records.size()));
  }
  return is_dev;
}

}  // namespace model_train
