#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vocabulary.h"

namespace seqlens::tokenize {

/// Id of the special token `name`; `role` ("cls") is for the error.
/// @throws InputError at `place` when it is not in the vocabulary.
[[nodiscard]] std::int32_t special_id(const Vocabulary& vocabulary, const std::string& name,
                                      std::string_view role, std::string_view place);

/// Nothing when there is no such special token.
[[nodiscard]] std::optional<std::int32_t> special_id(const Vocabulary& vocabulary,
                                                     const std::optional<std::string>& name,
                                                     std::string_view role, std::string_view place);

}  // namespace seqlens::tokenize
