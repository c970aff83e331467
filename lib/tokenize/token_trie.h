#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace seqlens::tokenize {

/// Finds the longest of a set of texts at a place. Size is linear in the texts' letters, whatever they are.
class TokenTrie {
 public:
  struct Match {
    std::int32_t id = -1;
    std::size_t length = 0;  ///< 0: no text of the set starts here
  };

  TokenTrie();
  /// `text` is not empty. The same text twice keeps the first id.
  void add(std::string_view text, std::int32_t id);
  [[nodiscard]] Match longest_at(std::string_view text, std::size_t position) const;
  /// Letters of the longest text added.
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  struct Node {  // children are a list: a set of DNA words has five, of anything else seldom more than thirty
    std::int32_t first_child = -1;
    std::int32_t next_sibling = -1;
    std::int32_t id = -1;
    char letter = 0;
  };

  [[nodiscard]] std::int32_t child(std::int32_t node, char letter) const;
  std::int32_t child_or_new(std::int32_t node, char letter);

  std::vector<Node> nodes_;
  std::size_t longest_ = 0;
};

}  // namespace seqlens::tokenize
