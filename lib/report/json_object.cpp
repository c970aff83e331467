#include "seqlens/report/json_object.h"

#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"

namespace seqlens::report {
namespace {

using Json = nlohmann::ordered_json;

Json parse(std::string_view text) {
  constexpr int kDeepest = 32;  // writing a member takes stack for each level
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw Error("a JSON text nested too deeply");
    return true;
  };
  return Json::parse(text, watch, /*allow_exceptions=*/false);
}

Cell cell_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::vector<std::pair<std::string, Cell>> json_members(std::string_view text) {
  const Json json = parse(text);
  if (!json.is_object()) throw Error("not a JSON object");
  std::vector<std::pair<std::string, Cell>> members;
  for (const auto& [key, value] : json.items()) members.emplace_back(key, cell_of(value));
  return members;
}

}  // namespace seqlens::report
