#pragma once

#include <bigWig.h>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "seqlens/tracks/interval_value.h"

namespace seqlens::test {

/// A bigWig file read through libBigWig.
class ReadBigWig {
 public:
  explicit ReadBigWig(const std::string& path) : file_(bwOpen(path.c_str(), nullptr, "r")) {
    if (!file_) throw std::runtime_error("no bigWig: " + path);
  }

  [[nodiscard]] const bigWigHdr_t& header() const { return *file_->hdr; }
  [[nodiscard]] const chromList_t& contigs() const { return *file_->cl; }

  [[nodiscard]] std::vector<tracks::IntervalValue> overlapping(const std::string& contig, std::uint32_t begin,
                                                               std::uint32_t end) const {
    using Found = std::unique_ptr<bwOverlappingIntervals_t, decltype(&bwDestroyOverlappingIntervals)>;
    const Found found(bwGetOverlappingIntervals(file_.get(), contig.c_str(), begin, end),
                      &bwDestroyOverlappingIntervals);
    std::vector<tracks::IntervalValue> values;
    for (std::uint32_t i = 0; found && i < found->l; ++i) {
      values.push_back({{found->start[i], found->end[i]}, found->value[i]});
    }
    return values;
  }

  /// Of `bins` parts of a range, from the zoom levels where they serve.
  [[nodiscard]] std::vector<double> statistic(const std::string& contig, std::uint32_t begin,
                                              std::uint32_t end, std::uint32_t bins, bwStatsType type) const {
    const std::unique_ptr<double, decltype(&std::free)> found(
        bwStats(file_.get(), contig.c_str(), begin, end, bins, type), &std::free);
    if (!found) throw std::runtime_error("no statistics of " + contig);
    return {found.get(), found.get() + bins};
  }

 private:
  struct Close {
    void operator()(bigWigFile_t* file) const noexcept { bwClose(file); }
  };
  std::unique_ptr<bigWigFile_t, Close> file_;
};

}  // namespace seqlens::test
