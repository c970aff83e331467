#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/train/example.h"
#include "seqlens/train/promoter_sampler.h"

namespace seqlens::train {

/// Unlabelled windows for masked-LM training, drawn uniformly from the regions of some contigs on both
/// strands. Windows that are more than a tenth N are drawn again.
class GenomeWindows final : public ExampleSource {
 public:
  /// @throws Error when no window fits into the regions.
  GenomeWindows(std::vector<TrainingContig> contigs, std::int64_t window, std::uint64_t epoch_size,
                std::uint64_t seed);

  [[nodiscard]] std::uint64_t size() const override { return epoch_size_; }
  [[nodiscard]] Example example(std::uint64_t epoch, std::uint64_t index) const override;

 private:
  struct Span {
    std::size_t contig;
    std::int64_t begin;
    std::int64_t end;  // window starts up to and including this region
  };

  std::vector<TrainingContig> contigs_;
  std::int64_t window_;
  std::uint64_t epoch_size_;
  std::uint64_t seed_;
  std::vector<Span> spans_;
};

}  // namespace seqlens::train
