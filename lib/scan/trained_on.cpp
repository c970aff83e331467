#include "seqlens/scan/trained_on.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"

namespace seqlens::scan {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void fail(std::string_view text) {
  throw Error(fmt::format("model metadata '{}': {}", TrainedOn::metadata_key, text));
}

const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) fail(fmt::format("'{}' is missing", key));
  return *found;
}

std::int64_t count_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_number_integer() || value.get<std::int64_t>() < 0)
    fail(fmt::format("'{}' must be a whole number of 0 or more", key));
  return value.get<std::int64_t>();
}

std::string text_of(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (!value.is_string()) fail(fmt::format("'{}' must be a text", key));
  return value.get<std::string>();
}

}  // namespace

std::optional<std::int64_t> RecordLengths::agreed() const {
  if (records == 0 || of_usual * 100 < records * 95) return std::nullopt;
  return usual;
}

std::string RecordLengths::text() const {
  if (shortest == longest) return fmt::format("{} bases", usual);
  return fmt::format("{} to {} bases, {} of {} records {}", shortest, longest, of_usual, records, usual);
}

RecordLengths lengths_of(std::span<const std::int64_t> lengths) {
  std::map<std::int64_t, std::uint64_t> counts;
  for (const std::int64_t length : lengths) ++counts[length];
  if (counts.empty()) return {};
  const auto usual = std::max_element(counts.begin(), counts.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
  return {lengths.size(), counts.begin()->first, counts.rbegin()->first, usual->first, usual->second};
}

std::string to_json(const TrainedOn& trained) {
  const RecordLengths& lengths = trained.lengths;
  return Json{{"records", lengths.records},         {"shortest", lengths.shortest},
              {"longest", lengths.longest},         {"usual", lengths.usual},
              {"of_usual", lengths.of_usual},       {"strand", trained.strand},
              {"score_label", trained.score_label}, {"note", trained.note}}
      .dump();
}

TrainedOn trained_on_from_json(std::string_view text) {
  const Json object = Json::parse(text, nullptr, false);
  if (!object.is_object()) fail("not a JSON object");
  TrainedOn trained;
  trained.lengths = {static_cast<std::uint64_t>(count_of(object, "records")), count_of(object, "shortest"),
                     count_of(object, "longest"), count_of(object, "usual"),
                     static_cast<std::uint64_t>(count_of(object, "of_usual"))};
  trained.strand = text_of(object, "strand");
  trained.score_label = text_of(object, "score_label");
  trained.note = text_of(object, "note");
  return trained;
}

std::optional<TrainedOn> stored_trained_on(const model::ModelView& model, const std::string& place) {
  const auto text = model.metadata.find(std::string(TrainedOn::metadata_key));
  if (text == model.metadata.end()) return std::nullopt;
  try {
    return trained_on_from_json(text->second);
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
}

}  // namespace seqlens::scan
