#include "vocabulary.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/utf8.h"

namespace seqlens::tokenize {

Vocabulary::Vocabulary(std::vector<std::string> tokens, std::string_view place) : tokens_(std::move(tokens)) {
  if (tokens_.empty()) throw InputError(place, "the vocabulary is empty");
  ids_.reserve(tokens_.size());
  for (const std::string& token : tokens_) {
    const auto id = static_cast<std::int32_t>(ids_.size());
    if (token.empty()) throw InputError(place, fmt::format("token {} is empty", id));
    if (!is_utf8(token)) throw InputError(place, fmt::format("token {} is not valid UTF-8", id));
    const auto [found, is_new] = ids_.emplace(token, id);
    if (!is_new)
      throw InputError(place,
                       fmt::format("token '{}' is there twice, as {} and {}", token, found->second, id));
  }
}

std::string_view Vocabulary::token(std::int32_t id) const {
  if (id < 0 || static_cast<std::size_t>(id) >= tokens_.size())
    throw Error(fmt::format("token id {} is outside the vocabulary of {} tokens", id, tokens_.size()));
  return tokens_[static_cast<std::size_t>(id)];
}

std::optional<std::int32_t> Vocabulary::find(std::string_view token) const {
  const auto found = ids_.find(token);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

}  // namespace seqlens::tokenize
