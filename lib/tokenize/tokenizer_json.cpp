#include "seqlens/tokenize/tokenizer_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"

namespace seqlens::tokenize {
namespace {

using nlohmann::json;

json parse(std::string_view text, std::string_view place) {
  json parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) throw InputError(place, "is not valid JSON");
  if (!parsed.is_object())
    throw InputError(place, fmt::format("found {}, expected an object", parsed.type_name()));
  return parsed;
}

std::string kind_of(const json& description, std::string_view place) {
  const auto kind = description.find("kind");
  if (kind == description.end()) throw InputError(place, "has no 'kind'");
  if (!kind->is_string())
    throw InputError(place, fmt::format("'kind' is {}, expected a string", kind->type_name()));
  return kind->get<std::string>();
}

}  // namespace

std::unique_ptr<const Tokenizer> tokenizer_from_json(std::string_view text, std::string_view place) {
  const json description = parse(text, place);
  const std::string kind = kind_of(description, place);
  if (kind == "base") return std::make_unique<BaseTokenizer>();
  throw InputError(place, fmt::format("tokenizer kind '{}' is unknown; known is base", kind));
}

}  // namespace seqlens::tokenize
