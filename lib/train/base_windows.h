#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "seqlens/tokenize/base_tokenizer.h"

namespace seqlens::train {

/// Single-base token ids.
inline std::vector<std::int32_t> base_ids(std::string_view bases) {
  std::vector<std::int32_t> ids(bases.size());
  std::ranges::transform(bases, ids.begin(), tokenize::base_id);
  return ids;
}

/// At most a tenth is N.
inline bool mostly_known(std::string_view bases) {
  const auto unknown =
      std::ranges::count_if(bases, [](char b) { return tokenize::base_id(b) == tokenize::kBaseN; });
  return static_cast<std::size_t>(unknown) * 10 <= bases.size();
}

}  // namespace seqlens::train
