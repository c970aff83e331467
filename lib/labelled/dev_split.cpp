#include "seqlens/labelled/dev_split.h"

#include <utility>

#include <fmt/format.h>

#include "seqlens/train/example_list.h"

namespace seqlens::labelled {

std::vector<bool> choose_dev_records(const std::vector<SplitUnit>& records, double fraction,
                                     std::uint64_t seed, std::vector<std::string>& warnings) {
  std::vector<std::string> groups;
  std::size_t alone = 0;
  for (const SplitUnit& record : records) {
    alone += record.group.empty() ? 1 : 0;
    groups.push_back(record.group.empty() ? record.place : record.group);
  }
  std::vector<bool> is_dev = train::split_by_group(groups, fraction, seed);
  if (fraction > 0 && alone > 0) {
    warnings.push_back(fmt::format(
        "--dev-fraction: {} of {} records have no group, so each is its own, and nearly the same sequence "
        "may stand in training and in the dev set; give groups: a column 'group' in the table, or "
        "cluster=NAME in the FASTA headers",
        alone, records.size()));
  }
  return is_dev;
}

std::vector<LabelledRecord> keep_back(std::vector<LabelledRecord>& records, double fraction,
                                      std::uint64_t seed, std::vector<std::string>& warnings) {
  std::vector<SplitUnit> units;
  for (const LabelledRecord& record : records) units.push_back({record.place, record.group});
  const std::vector<bool> is_dev = choose_dev_records(units, fraction, seed, warnings);
  std::vector<LabelledRecord> training, dev;
  for (std::size_t i = 0; i < records.size(); ++i)
    (is_dev[i] ? dev : training).push_back(std::move(records[i]));
  records = std::move(training);
  return dev;
}

}  // namespace seqlens::labelled
