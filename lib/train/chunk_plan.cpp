#include "chunk_plan.h"

namespace seqlens::train {

std::size_t positions_of(const model::EncoderConfig& config, const Item& item) {
  std::size_t positions = 0;
  for (const auto& sequence : item.sequences) {
    positions += static_cast<std::size_t>(config.encoder_positions(static_cast<int>(sequence.size())));
  }
  return positions;
}

std::vector<Chunk> plan_chunks(const model::EncoderConfig& config, std::span<const Item> items) {
  constexpr std::size_t most_positions = 600;  // eight windows of 72 positions, one sequence of 512
  std::vector<Chunk> chunks;
  std::size_t positions = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t more = positions_of(config, items[i]);
    if (chunks.empty() || positions + more > most_positions) {
      chunks.push_back({i, 0});
      positions = 0;
    }
    ++chunks.back().count;
    positions += more;
  }
  return chunks;
}

std::vector<ChunkSequence> sequences_of(std::span<const Item> items, std::uint64_t dropout_seed,
                                        std::uint64_t first_example) {
  std::vector<ChunkSequence> sequences;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t s = 0; s < items[i].sequences.size(); ++s) {
      const std::uint64_t number = 2 * (first_example + i) + s;  // an item has two sequences at most
      sequences.push_back({items[i].sequences[s], dropout_seed ^ (number * 0x9e3779b97f4a7c15ULL),
                           items[i].coordinates, items[i].features});
    }
  }
  return sequences;
}

}  // namespace seqlens::train
