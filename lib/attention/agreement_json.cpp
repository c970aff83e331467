#include <limits>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/core/errors.h"

namespace seqlens::attention {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void fail(std::string_view text) {
  throw Error(fmt::format("model metadata '{}': {}", AgreementTable::metadata_key, text));
}

const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) fail(fmt::format("'{}' is missing", key));
  return *found;
}

std::string text_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_string()) fail(fmt::format("'{}' must be a text", key));
  return value.get<std::string>();
}

double number_of(const Json& object, const char* key, double lowest, double highest) {
  const Json& value = member(object, key);
  if (!value.is_number() || !(value.get<double>() >= lowest && value.get<double>() <= highest))
    fail(fmt::format("'{}' must be a number from {} to {}", key, lowest, highest));
  return value.get<double>();
}

std::uint64_t count_of(const Json& object, const char* key, std::uint64_t highest) {
  const Json& value = member(object, key);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > highest)
    fail(fmt::format("'{}' must be a whole number from 0 to {}", key, highest));
  return value.get<std::uint64_t>();
}

bool flag_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_boolean()) fail(fmt::format("'{}' must be true or false", key));
  return value.get<bool>();
}

Json to_object(const AgreementTable::Row& row) {
  const TrackAgreement& track = row.agreement;
  return {{"track", row.track},
          {"reduction", row.reduction},
          {"correlation", track.correlation},
          {"other_records", track.other_records},
          {"p_records", track.p_records},
          {"q_records", track.q_records},
          {"p_shifts", track.p_shifts},
          {"q_shifts", track.q_shifts},
          {"agrees", track.agrees}};
}

AgreementTable::Row row_of(const Json& object) {
  if (!object.is_object()) fail("'rows' must be a list of objects");
  return {
      text_of(object, "reduction"),
      text_of(object, "track"),
      {number_of(object, "correlation", -1.001, 1.001), number_of(object, "other_records", -1.001, 1.001),
       number_of(object, "p_records", 0, 1), number_of(object, "q_records", 0, 1),
       number_of(object, "p_shifts", 0, 1), number_of(object, "q_shifts", 0, 1), flag_of(object, "agrees")}};
}

Json parse(std::string_view text) {
  constexpr int kDeepest = 8;
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) fail("is nested too deeply");
    return true;
  };
  Json object = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (!object.is_object()) fail("is not a JSON object");
  return object;
}

}  // namespace

std::string to_json(const AgreementTable& table) {
  Json object = {{"caveat", kAgreementCaveat},         {"source", table.source}, {"records", table.records},
                 {"permutations", table.permutations}, {"seed", table.seed},     {"level", table.level}};
  object["rows"] = Json::array();
  for (const auto& row : table.rows) object["rows"].push_back(to_object(row));
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

AgreementTable agreement_from_json(std::string_view text) {
  const Json object = parse(text);
  AgreementTable table;
  table.source = text_of(object, "source");
  table.records = static_cast<std::int64_t>(count_of(object, "records", 1ULL << 40));
  table.permutations = static_cast<int>(count_of(object, "permutations", 1ULL << 30));
  table.seed = count_of(object, "seed", std::numeric_limits<std::uint64_t>::max());
  table.level = number_of(object, "level", 0, 1);
  const Json& rows = member(object, "rows");
  if (!rows.is_array()) fail("'rows' must be a list of objects");
  for (const Json& row : rows) table.rows.push_back(row_of(row));
  return table;
}

}  // namespace seqlens::attention
