#include "seqlens/attention/pair_sink.h"

#include <cstdint>

namespace seqlens::attention {

PairSink::PairSink(const ReductionPlan& plan, std::size_t k)
    : plan_(plan),
      tracks_(make_track_sink(plan)),
      k_(k),
      slots_(static_cast<std::size_t>(plan.layers * plan.heads_per_layer)) {
  for (std::size_t i = 0; i < plan.heads.size(); ++i)
    slots_[static_cast<std::size_t>(plan.heads[i].layer * plan.heads_per_layer + plan.heads[i].head)] = i;
}

void PairSink::begin(std::size_t positions, std::span<const std::size_t> queries) {
  tracks_->begin(positions, queries);
  pairs_.assign(plan_.tracks(), tracks::TopPairs(k_));
}

void PairSink::on_rows(std::size_t sequence, int layer, int head, std::size_t first,
                       kernels::ConstMatrix rows) {
  tracks_->on_rows(sequence, layer, head, first, rows);
  auto& pairs = pairs_[slots_[static_cast<std::size_t>(layer * plan_.heads_per_layer + head)]];
  for (std::size_t r = 0; r < rows.rows; ++r)
    for (std::size_t j = 0; j < rows.cols; ++j)
      pairs.offer({static_cast<std::uint32_t>(first + r), static_cast<std::uint32_t>(j), rows.at(r, j)});
}

}  // namespace seqlens::attention
