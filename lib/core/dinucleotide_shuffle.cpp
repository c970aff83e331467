#include "seqlens/core/dinucleotide_shuffle.h"

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "seqlens/core/dna.h"

namespace seqlens {
namespace {

constexpr std::string_view kLetters = "ACGTN";

/// For each letter, those that come after it in the sequence.
using Exits = std::array<std::vector<std::size_t>, kLetters.size()>;

std::vector<std::size_t> letters_of(std::string_view bases) {
  std::vector<std::size_t> letters;
  letters.reserve(bases.size());
  for (const char base : bases) letters.push_back(kLetters.find(canonical_base(base)));
  return letters;
}

/// Walks from each letter at random until the tree is met; the walk without its loops joins the tree
/// (an edge that is left is overwritten). Each letter's last exit is then the edge that the tree takes.
/// @return for each letter but the root the index of its tree edge among its exits
std::array<std::size_t, kLetters.size()> random_tree(const Exits& exits, std::size_t root, Random& random) {
  std::array<std::size_t, kLetters.size()> edge{};
  std::array<bool, kLetters.size()> in_tree{};
  in_tree[root] = true;
  for (std::size_t start = 0; start < kLetters.size(); ++start) {
    if (exits[start].empty()) continue;
    for (std::size_t at = start; !in_tree[at]; at = exits[at][edge[at]])
      edge[at] = random.below(exits[at].size());
    for (std::size_t at = start; !in_tree[at]; at = exits[at][edge[at]]) in_tree[at] = true;
  }
  return edge;
}

/// Shuffles the exits of each letter, with the tree's one last.
void shuffle_exits(Exits& exits, std::size_t root, Random& random) {
  const auto edge = random_tree(exits, root, random);
  for (std::size_t letter = 0; letter < kLetters.size(); ++letter) {
    std::span<std::size_t> free = exits[letter];
    if (letter != root && !free.empty()) {
      std::swap(free[edge[letter]], free.back());
      free = free.first(free.size() - 1);
    }
    shuffle(free, random);
  }
}

}  // namespace

std::string dinucleotide_shuffle(std::string_view bases, Random& random) {
  if (bases.empty()) return {};
  const auto letters = letters_of(bases);
  Exits exits;
  for (std::size_t i = 0; i + 1 < letters.size(); ++i) exits[letters[i]].push_back(letters[i + 1]);
  shuffle_exits(exits, letters.back(), random);
  std::array<std::size_t, kLetters.size()> next{};
  std::string result;
  result.reserve(bases.size());
  for (std::size_t at = letters.front();; at = exits[at][next[at]++]) {
    result.push_back(kLetters[at]);
    if (next[at] == exits[at].size()) return result;
  }
}

}  // namespace seqlens
