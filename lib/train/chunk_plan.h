#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/train/objective.h"

namespace seqlens::train {

/// Items [first, first + count) of a batch that go through the encoder together.
struct Chunk {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// Encoder positions of all sequences of an item.
[[nodiscard]] std::size_t positions_of(const model::EncoderConfig& config, const Item& item);

/// Cuts a batch into chunks of at most 600 encoder positions (or one item). Depends on lengths alone.
/// That many rows keep the linear layers at full speed while a layer's activations still fit the second-level
/// cache.
[[nodiscard]] std::vector<Chunk> plan_chunks(const model::EncoderConfig& config, std::span<const Item> items);

/// Sequences of the chunk's items, in order. `dropout_seed` and `first_example` give each its dropout key.
[[nodiscard]] std::vector<ChunkSequence> sequences_of(std::span<const Item> items, std::uint64_t dropout_seed,
                                                      std::uint64_t first_example);

}  // namespace seqlens::train
