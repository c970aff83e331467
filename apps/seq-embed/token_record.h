#pragma once

#include <string>
#include <vector>

#include "seqlens/tokenize/tokenizer.h"

namespace seq_embed {

/// A record as the encoder gets it: one piece, or several when it was split. Maps count from the start of the
/// record in all of them.
struct TokenRecord {
  std::string name;
  std::vector<seqlens::tokenize::Tokens> pieces;

  [[nodiscard]] std::size_t tokens() const {
    std::size_t count = 0;
    for (const auto& piece : pieces) count += piece.ids.size();
    return count;
  }
};

}  // namespace seq_embed
