#include "token_trie.h"

#include <algorithm>

namespace seqlens::tokenize {

TokenTrie::TokenTrie() : nodes_(1) {}

std::int32_t TokenTrie::child(std::int32_t node, char letter) const {
  std::int32_t found = nodes_[static_cast<std::size_t>(node)].first_child;
  while (found >= 0 && nodes_[static_cast<std::size_t>(found)].letter != letter)
    found = nodes_[static_cast<std::size_t>(found)].next_sibling;
  return found;
}

std::int32_t TokenTrie::child_or_new(std::int32_t node, char letter) {
  const std::int32_t found = child(node, letter);
  if (found >= 0) return found;
  const auto added = static_cast<std::int32_t>(nodes_.size());
  Node& parent = nodes_[static_cast<std::size_t>(node)];
  const Node fresh{-1, parent.first_child, -1, letter};
  parent.first_child = added;
  nodes_.push_back(fresh);
  return added;
}

void TokenTrie::add(std::string_view text, std::int32_t id) {
  std::int32_t node = 0;
  for (const char letter : text) node = child_or_new(node, letter);
  Node& last = nodes_[static_cast<std::size_t>(node)];
  if (last.id < 0) last.id = id;
  longest_ = std::max(longest_, text.size());
}

TokenTrie::Match TokenTrie::longest_at(std::string_view text, std::size_t position) const {
  Match best;
  std::int32_t node = 0;
  for (std::size_t i = position; i < text.size(); ++i) {
    node = child(node, text[i]);
    if (node < 0) break;
    const std::int32_t id = nodes_[static_cast<std::size_t>(node)].id;
    if (id >= 0) best = {id, i + 1 - position};
  }
  return best;
}

}  // namespace seqlens::tokenize
