#include "seqlens/train/genome_windows.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

#include "base_windows.h"

namespace seqlens::train {

GenomeWindows::GenomeWindows(std::vector<TrainingContig> contigs, std::int64_t window,
                             std::uint64_t epoch_size, std::uint64_t seed)
    : contigs_(std::move(contigs)), window_(window), epoch_size_(epoch_size), seed_(seed) {
  std::int64_t total = 0;
  for (std::size_t c = 0; c < contigs_.size(); ++c) {
    for (const Interval& region : contigs_[c].regions) {
      if (region.length() < window) continue;
      total += region.length() - window + 1;
      spans_.push_back({c, region.begin, total});
    }
  }
  if (total == 0) throw Error(fmt::format("no window of {} bases fits into the training regions", window));
}

Example GenomeWindows::example(std::uint64_t epoch, std::uint64_t index) const {
  constexpr int most_tries = 10000;
  Random random = Random::for_item(seed_, epoch * epoch_size_ + index);
  for (int tries = 0; tries < most_tries; ++tries) {
    const auto start = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(spans_.back().end)));
    const auto span = std::ranges::upper_bound(spans_, start, {}, &Span::end);
    const std::int64_t before = span == spans_.begin() ? 0 : std::prev(span)->end;
    const auto bases = std::string_view(contigs_[span->contig].bases)
                           .substr(static_cast<std::size_t>(span->begin + start - before),
                                   static_cast<std::size_t>(window_));
    const bool reverse = random.below(2) == 1;
    if (!mostly_known(bases)) continue;
    return {reverse ? base_ids(reverse_complement(bases)) : base_ids(bases), 0, 1.0F};
  }
  throw Error(fmt::format("{} windows drawn in a row were mostly N; check the training regions", most_tries));
}

}  // namespace seqlens::train
