#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/tokenize/tokenizer.h"

#include "seq-embed/record_result.h"

namespace seq_embed {

/// A position of the encoder, and what it says of the record.
struct KeptPosition {
  std::size_t place = 0;  ///< in its piece
  TokenRow row;
};

/// Bases at the end of a piece that lie in no position's receptive field: fewer than the stem's stride.
[[nodiscard]] std::int64_t bases_in_no_position(const seqlens::tokenize::Tokens& piece,
                                                const seqlens::model::EncoderConfig& config);

/// The positions of a piece that stand in a result: all of them, or those that stand for text.
/// @param first_index  positions of the record before this piece
[[nodiscard]] std::vector<KeptPosition> kept_positions(const seqlens::tokenize::Tokens& piece,
                                                       const seqlens::model::EncoderConfig& config,
                                                       bool drop_special, std::int64_t first_index);

}  // namespace seq_embed
