#include "seqlens/scan/promoter_settings.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/column_text.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/json_limits.h"

namespace seqlens::scan {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void fail(std::string_view text) {
  throw Error(fmt::format("model metadata '{}': {}", PromoterSettings::metadata_key, text));
}

const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) fail(fmt::format("'{}' is missing", key));
  return *found;
}

double number(const Json& value, const char* key) {
  if (!value.is_number() || !std::isfinite(value.get<double>()))
    fail(fmt::format("'{}' must hold numbers", key));
  return value.get<double>();
}

double number_of(const Json& object, const char* key) {
  return number(member(object, key), key);
}

int integer_of(const Json& object, const char* key, int lowest, int highest) {
  const Json& value = member(object, key);
  if (!value.is_number_integer() || value.get<std::int64_t>() < lowest ||
      value.get<std::int64_t>() > highest) {
    fail(
        fmt::format("'{}' must be a whole number from {} to {}, not {}", key, lowest, highest, value.dump()));
  }
  return value.get<int>();
}

std::string text_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_string() || value.get<std::string>().empty()) fail(fmt::format("'{}' must be a text", key));
  return value.get<std::string>();
}

CalibrationCurve curve_of(const Json& object, const char* key) {
  const Json& rows = member(object, key);
  if (!rows.is_array()) fail(fmt::format("'{}' must be a list of [logit, probability]", key));
  std::vector<CalibrationPoint> points;
  for (const Json& row : rows) {
    if (!row.is_array() || row.size() != 2)
      fail(fmt::format("'{}' must be a list of [logit, probability]", key));
    points.push_back({number(row[0], key), number(row[1], key)});
  }
  try {
    return CalibrationCurve(std::move(points));
  } catch (const Error& error) {
    fail(fmt::format("'{}': {}", key, error.what()));
  }
}

std::vector<ScorePoint> score_table_of(const Json& object) {
  const Json& rows = member(object, "score_table");
  if (!rows.is_array()) fail("'score_table' must be a list");
  std::vector<ScorePoint> table;
  for (const Json& row : rows) {
    if (!row.is_object()) fail("'score_table' must be a list of objects");
    table.push_back({number_of(row, "logit"), number_of(row, "recall"), number_of(row, "precision"),
                     number_of(row, "calls_per_mb")});
    if (table.size() > 1 && !(table.back().logit > table[table.size() - 2].logit)) {
      fail("'score_table' must increase in 'logit'");
    }
  }
  return table;
}

Json to_rows(const CalibrationCurve& curve) {
  Json rows = Json::array();
  for (const auto& [logit, probability] : curve.points()) rows.push_back(Json::array({logit, probability}));
  return rows;
}

/// @pre window_bases and scan_stride of the settings are known.
PositionWindows positions_of(const Json& object, const PromoterSettings& settings) {
  const Json& value = member(object, "positions");
  if (!value.is_object()) fail("'positions' must be an object");
  PositionWindows windows;
  windows.kept_bases = integer_of(value, "kept_bases", settings.window_bases, 1 << 20);
  windows.window_bases = integer_of(value, "window_bases", windows.kept_bases, 1 << 20);
  if (value.contains("pooled_bases"))
    windows.pooled_bases = integer_of(value, "pooled_bases", 1, windows.window_bases);
  if ((windows.window_bases - windows.kept_bases) % 2 != 0)
    fail(fmt::format("'positions': {} kept bases do not lie in the middle of {}", windows.kept_bases,
                     windows.window_bases));
  if ((windows.window_bases - settings.window_bases) % 2 != 0)
    fail(fmt::format("'positions': a window of {} bases does not lie in the middle of {}",
                     settings.window_bases, windows.window_bases));
  if (windows.kept_bases % settings.scan_stride != 0)
    fail(fmt::format("'positions': {} kept bases are no multiple of 'scan_stride' {}", windows.kept_bases,
                     settings.scan_stride));
  if (settings.flank_bases > 0) fail("'positions' leave no room for 'flank_bases'");
  if (settings.first_stage_threshold) fail("'positions' know no 'first_stage_threshold'");
  return windows;
}

Json parse(std::string_view text) {
  if (const std::string fault = json_fault(text); !fault.empty()) fail(fault);
  Json object = Json::parse(text, nullptr, false);
  if (!object.is_object()) fail("is not a JSON object");
  return object;
}

}  // namespace

std::string to_json(const PromoterSettings& settings) {
  Json object;
  object["label"] = settings.label;
  object["window_bases"] = settings.window_bases;
  if (settings.flank_bases > 0) object["flank_bases"] = settings.flank_bases;
  object["tss_index"] = settings.tss_index;
  object["scan_stride"] = settings.scan_stride;
  object["first_stage_threshold"] = nullptr;
  if (settings.first_stage_threshold) object["first_stage_threshold"] = *settings.first_stage_threshold;
  object["min_logit"] = settings.min_logit;
  if (settings.sensitive_min_logit) object["sensitive_min_logit"] = *settings.sensitive_min_logit;
  object["scan_probability"] = to_rows(settings.scan_probability);
  object["record_probability"] = to_rows(settings.record_probability);
  if (settings.unstranded_record_probability.is_calibrated())
    object["unstranded_record_probability"] = to_rows(settings.unstranded_record_probability);
  if (settings.positions) {
    object["positions"] = {{"window_bases", settings.positions->window_bases},
                           {"kept_bases", settings.positions->kept_bases}};
    if (settings.positions->pooled_bases > 0)
      object["positions"]["pooled_bases"] = settings.positions->pooled_bases;
  }
  object["score_table"] = Json::array();
  for (const ScorePoint& point : settings.score_table) {
    object["score_table"].push_back({{"logit", point.logit},
                                     {"recall", point.recall},
                                     {"precision", point.precision},
                                     {"calls_per_mb", point.calls_per_mb}});
  }
  return object.dump();
}

PromoterSettings promoter_settings_from_json(std::string_view text) {
  const Json object = parse(text);
  PromoterSettings settings;
  settings.label = text_of(object, "label");
  if (const std::string fault = column_fault(settings.label); !fault.empty())
    fail(fmt::format("'label' {}; it would break the lines of outputs", fault));
  settings.window_bases = integer_of(object, "window_bases", 1, 1 << 20);
  if (object.contains("flank_bases")) settings.flank_bases = integer_of(object, "flank_bases", 0, 1 << 20);
  settings.tss_index = integer_of(object, "tss_index", 0, settings.window_bases - 1);
  settings.scan_stride = integer_of(object, "scan_stride", 1, settings.window_bases);
  const Json& first_stage = member(object, "first_stage_threshold");
  if (!first_stage.is_null()) settings.first_stage_threshold = number(first_stage, "first_stage_threshold");
  settings.min_logit = number_of(object, "min_logit");
  if (object.contains("sensitive_min_logit")) {
    settings.sensitive_min_logit = number_of(object, "sensitive_min_logit");
    if (*settings.sensitive_min_logit > settings.min_logit) fail("'sensitive_min_logit' exceeds 'min_logit'");
  }
  settings.scan_probability = curve_of(object, "scan_probability");
  settings.record_probability = curve_of(object, "record_probability");
  if (object.contains("unstranded_record_probability"))
    settings.unstranded_record_probability = curve_of(object, "unstranded_record_probability");
  if (object.contains("positions")) settings.positions = positions_of(object, settings);
  settings.score_table = score_table_of(object);
  return settings;
}

double min_logit_for_calls_per_mb(const PromoterSettings& settings, double calls_per_mb) {
  const auto& table = settings.score_table;
  if (table.empty()) throw Error("the model has no score table (it was never evaluated on a scan)");
  const auto strict = std::find_if(table.begin(), table.end(), [&](const ScorePoint& point) {
    return point.calls_per_mb <= calls_per_mb;
  });
  if (strict == table.end()) {
    throw Error(fmt::format("the model's score table ends at {:.4g} calls per Mb; ask for at least that",
                            table.back().calls_per_mb));
  }
  if (strict == table.begin()) return strict->logit;
  // A table has a few hundred thresholds, a genome any number of calls.
  const ScorePoint& loose = *std::prev(strict);
  const double share = (calls_per_mb - strict->calls_per_mb) / (loose.calls_per_mb - strict->calls_per_mb);
  return strict->logit + share * (loose.logit - strict->logit);
}

}  // namespace seqlens::scan
