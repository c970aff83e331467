#include "special_ids.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::tokenize {

std::int32_t special_id(const Vocabulary& vocabulary, const std::string& name, std::string_view role,
                        std::string_view place) {
  const auto id = vocabulary.find(name);
  if (!id) throw InputError(place, fmt::format("the {} token '{}' is not in the vocabulary", role, name));
  return *id;
}

std::optional<std::int32_t> special_id(const Vocabulary& vocabulary, const std::optional<std::string>& name,
                                       std::string_view role, std::string_view place) {
  if (!name) return std::nullopt;
  return special_id(vocabulary, *name, role, place);
}

}  // namespace seqlens::tokenize
