#include "seq-tokenize/token_part.h"

namespace seq_tokenize {

void drop_special(seqlens::tokenize::Tokens& tokens) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tokens.ids.size(); ++i) {
    if (tokens.map[i].empty()) continue;
    tokens.ids[kept] = tokens.ids[i];
    tokens.map[kept] = tokens.map[i];
    ++kept;
  }
  tokens.ids.resize(kept);
  tokens.map.resize(kept);
}

}  // namespace seq_tokenize
