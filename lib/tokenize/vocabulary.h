#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace seqlens::tokenize {

/// Token texts by id, and ids by text.
class Vocabulary {
 public:
  /// @throws InputError at `place` for an empty list, a token that is empty or no UTF-8, or the same token
  /// twice.
  Vocabulary(std::vector<std::string> tokens, std::string_view place);

  Vocabulary(const Vocabulary&) = delete;  // ids_ looks into tokens_
  Vocabulary& operator=(const Vocabulary&) = delete;
  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  /// @throws Error when the id is outside the vocabulary.
  [[nodiscard]] std::string_view token(std::int32_t id) const;
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view token) const;
  [[nodiscard]] const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  std::vector<std::string> tokens_;
  std::unordered_map<std::string_view, std::int32_t> ids_;
};

}  // namespace seqlens::tokenize
