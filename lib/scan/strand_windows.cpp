#include "seqlens/scan/strand_windows.h"

#include <algorithm>
#include <cassert>

#include "seqlens/core/dna.h"

namespace seqlens::scan {
namespace {

/// N among the first i bases, for every i.
std::vector<std::int32_t> count_n(std::string_view bases) {
  std::vector<std::int32_t> count(bases.size() + 1, 0);
  for (std::size_t i = 0; i < bases.size(); ++i)
    count[i + 1] = count[i] + (canonical_base(bases[i]) == 'N' ? 1 : 0);
  return count;
}

bool is_too_many(std::int64_t n, std::int64_t bases) {
  return 10 * n > bases;
}

}  // namespace

bool has_too_many_n(std::string_view bases) {
  return is_too_many(count_n(bases).back(), static_cast<std::int64_t>(bases.size()));
}

std::vector<std::int64_t> window_offsets(std::string_view bases, const WindowScorer& scorer,
                                         const WindowOptions& options, StretchCounts& counts) {
  const std::int64_t window_bases = scorer.window_bases();
  const auto n_before = options.skip_n ? count_n(bases) : std::vector<std::int32_t>();
  const std::uint64_t strands = (options.forward ? 1U : 0U) + (options.reverse ? 1U : 0U);
  std::vector<std::int64_t> offsets;
  for (std::int64_t at = 0; at + scorer.seen_bases() <= static_cast<std::int64_t>(bases.size());
       at += options.stride_bases) {
    const std::int64_t window = at + scorer.flank_bases();
    counts.windows += strands;
    if (options.skip_n && is_too_many(n_before[window + window_bases] - n_before[window], window_bases)) {
      counts.skipped_n += strands;
    } else {
      offsets.push_back(at);
    }
  }
  return offsets;
}

WindowsApart windows_apart(std::string_view bases, const WindowScorer& scorer,
                           const std::vector<std::int64_t>& offsets) {
  const auto flank = static_cast<std::size_t>(scorer.flank_bases());
  const auto window = static_cast<std::size_t>(scorer.window_bases());
  const std::int64_t alignment = scorer.alignment_bases();
  const std::int64_t distance = (scorer.seen_bases() + alignment - 1) / alignment * alignment;
  WindowsApart apart{std::string(offsets.size() * static_cast<std::size_t>(distance), 'N'), {}};
  for (const std::int64_t offset : offsets) {
    const std::int64_t start = distance * static_cast<std::int64_t>(apart.starts.size());
    bases.substr(static_cast<std::size_t>(offset) + flank, window)
        .copy(apart.bases.data() + static_cast<std::size_t>(start) + flank, window);
    apart.starts.push_back(start);
  }
  return apart;
}

ReverseWindows reverse_windows(std::string_view bases, std::int64_t seen_bases,
                               const std::vector<std::int64_t>& offsets) {
  assert(!offsets.empty());
  const std::int64_t last = offsets.back();
  ReverseWindows windows{reverse_complement(bases.substr(0, last + seen_bases)), {}};
  windows.starts.resize(offsets.size());
  std::transform(offsets.rbegin(), offsets.rend(), windows.starts.begin(),
                 [last](std::int64_t at) { return last - at; });
  return windows;
}

std::string padded_window(std::string_view oriented, const WindowScorer& scorer) {
  const auto flank = static_cast<std::size_t>(scorer.flank_bases());
  std::string window(flank + static_cast<std::size_t>(scorer.window_bases()) - oriented.size(), 'N');
  window += oriented;
  window.append(flank, 'N');
  return window;
}

}  // namespace seqlens::scan
