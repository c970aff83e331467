#include "seqlens/labelled/locus_groups.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

namespace seqlens::labelled {

std::vector<std::string> group_names(std::span<const seqio::RecordOrigin> origins) {
  std::vector<std::string> names(origins.size());
  std::vector<std::size_t> placed;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (!origins[i].cluster.empty()) {
      names[i] = "cluster " + origins[i].cluster;
    } else if (!origins[i].contig.empty()) {
      placed.push_back(i);
    } else {
      names[i] = fmt::format("record {}", i);
    }
  }
  std::sort(placed.begin(), placed.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(origins[a].contig, origins[a].interval.begin, a) <
           std::tie(origins[b].contig, origins[b].interval.begin, b);
  });
  std::string name;
  std::string_view contig;
  std::int64_t end = 0;
  for (const auto i : placed) {
    const auto& origin = origins[i];
    if (name.empty() || origin.contig != contig || origin.interval.begin >= end) {
      name = fmt::format("locus {}:{}", origin.contig, origin.interval.begin);
      contig = origin.contig;
      end = origin.interval.end;
    }
    end = std::max(end, origin.interval.end);
    names[i] = name;
  }
  return names;
}

}  // namespace seqlens::labelled
