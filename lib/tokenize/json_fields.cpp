#include "json_fields.h"

#include <limits>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/json_limits.h"

namespace seqlens::tokenize {

using nlohmann::json;

json JsonFields::parse_object(std::string_view text, std::string_view place) {
  if (const std::string fault = json_fault(text); !fault.empty()) throw InputError(place, fault);
  try {
    json parsed = json::parse(text);
    if (parsed.is_object()) return parsed;
    throw InputError(place, fmt::format("found {}, expected a JSON object", parsed.type_name()));
  } catch (const json::parse_error& error) {
    throw InputError(place, fmt::format("no valid JSON at byte {}", error.byte));
  } catch (const json::out_of_range&) {  // a number beyond double
    throw InputError(place, "no valid JSON: a number is out of range");
  }
}

JsonFields::JsonFields(const json& object, std::string_view place, std::string prefix)
    : object_(object), place_(place), prefix_(std::move(prefix)) {}

const json* JsonFields::find(const char* name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void JsonFields::fail(std::string_view name, std::string_view found, std::string_view expected) const {
  throw InputError(place_, fmt::format("'{}{}' is {}, expected {}", prefix_, name, found, expected));
}

const json& JsonFields::need(const char* name, std::string_view expected) const {
  const json* value = find(name);
  if (value == nullptr) fail(name, "missing", expected);
  return *value;
}

JsonFields JsonFields::object(const char* name) const {
  const json& value = need(name, "an object");
  if (!value.is_object()) fail(name, value.type_name(), "an object");
  return {value, place_, fmt::format("{}{}.", prefix_, name)};
}

const json& JsonFields::array(const char* name) const {
  const json& value = need(name, "an array");
  if (!value.is_array()) fail(name, value.type_name(), "an array");
  return value;
}

std::string JsonFields::text(const char* name) const {
  const json& value = need(name, "a string");
  if (!value.is_string()) fail(name, value.type_name(), "a string");
  return value.get<std::string>();
}

std::int32_t JsonFields::integer(const char* name) const {
  const json& found = need(name, "an integer");
  const auto value = as_int32(found);
  if (!value) fail(name, found.is_number() ? found.dump() : found.type_name(), "a 32-bit integer");
  return *value;
}

std::vector<std::string> JsonFields::texts(const char* name) const {
  std::vector<std::string> values;
  for (const json& value : array(name)) {
    if (!value.is_string()) fail(fmt::format("{}[{}]", name, values.size()), value.type_name(), "a string");
    values.push_back(value.get<std::string>());
  }
  return values;
}

std::vector<std::int32_t> JsonFields::integers(const char* name) const {
  std::vector<std::int32_t> values;
  for (const json& item : array(name)) {
    const auto value = as_int32(item);
    if (!value) fail(fmt::format("{}[{}]", name, values.size()), item.type_name(), "a 32-bit integer");
    values.push_back(*value);
  }
  return values;
}

std::optional<std::string> JsonFields::optional_text(const char* name) const {
  if (find(name) == nullptr) return std::nullopt;
  return text(name);
}

std::optional<std::int32_t> JsonFields::optional_integer(const char* name) const {
  if (find(name) == nullptr) return std::nullopt;
  return integer(name);
}

bool JsonFields::flag(const char* name, bool absent) const {
  const json* value = find(name);
  if (value == nullptr) return absent;
  if (!value->is_boolean()) fail(name, value->type_name(), "true or false");
  return value->get<bool>();
}

std::optional<std::int32_t> as_int32(const json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  constexpr auto kHighest = std::numeric_limits<std::int32_t>::max();
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(kHighest))
    return std::nullopt;
  const auto wide = value.get<std::int64_t>();
  if (wide < std::numeric_limits<std::int32_t>::min() || wide > kHighest) return std::nullopt;
  return static_cast<std::int32_t>(wide);
}

}  // namespace seqlens::tokenize
