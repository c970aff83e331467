#include "attention-tracks/report_json.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

#include "seqlens/report/base64.h"
#include "seqlens/report/json_writer.h"

namespace attention_tracks {
namespace {

using namespace seqlens;
using report::JsonWriter;

constexpr int kDigits = 3;  // what a reader tells apart on the page

void write_heads(JsonWriter& json, std::string_view key, const std::vector<HeadLook>& heads) {
  json.key(key).begin_array();
  for (const HeadLook& head : heads) {
    const auto& [red, green, blue] = head.colour;
    json.begin_object();
    json.key("name").text(head.name);
    json.key("colour").text(fmt::format("#{:02x}{:02x}{:02x}", red, green, blue));
    json.end_object();
  }
  json.end_array();
}

/// The rows of the reduction that is shown.
void write_agreement(JsonWriter& json, const ReportFacts& facts) {
  json.key("agreement");
  std::vector<attention::AgreementTable::Row> rows;
  if (facts.agreement)
    std::copy_if(facts.agreement->rows.begin(), facts.agreement->rows.end(), std::back_inserter(rows),
                 [&](const auto& row) { return row.reduction == facts.reduction; });
  if (rows.empty()) {
    json.nothing();
    return;
  }
  json.begin_object();
  json.key("source").text(facts.agreement->source);
  json.key("records").whole(facts.agreement->records);
  json.key("permutations").whole(facts.agreement->permutations);
  json.key("level").real(facts.agreement->level, kDigits);
  json.key("columns").begin_array();
  for (const std::string& column : attention::agreement_columns()) json.text(column);
  json.end_array().key("rows").begin_array();
  for (const auto& row : rows) {
    json.begin_array();
    for (const std::string& cell : attention::agreement_cells(row)) json.text(cell);
    json.end_array();
  }
  json.end_array().end_object();
}

void write_calls(JsonWriter& json, const ReportView& view) {
  const std::int64_t begin = view.bases.begin;
  json.key("calls").begin_array();
  for (const ShownCall& shown : view.scan.calls) {
    json.begin_object();
    json.key("begin").whole(shown.call.window.begin - begin);
    json.key("end").whole(shown.call.window.end - begin);
    json.key("strand").text(std::string(1, to_char(shown.call.strand)));
    json.key("tss").whole(shown.call.tss - begin);
    json.key("logit").real(static_cast<double>(shown.call.logit), kDigits);
    json.key("probability").real(shown.probability, kDigits);
    json.key("wins").truth(shown.wins);
    json.end_object();
  }
  json.end_array();
}

/// [letter][base]: change of the logit; null where the base is that letter, or none of the four.
void write_effects(JsonWriter& json, const ReportView& view) {
  json.key("effects");
  if (view.effects.empty()) {
    json.nothing();
    return;
  }
  json.begin_object().key("begin").whole(view.effects.front().position - view.bases.begin);
  json.key("deltas").begin_array();
  for (std::size_t letter = 0; letter < mutagenesis::kSubstitutes.size(); ++letter) {
    json.begin_array();
    for (const auto& base : view.effects) {
      const bool has = base.has_effects() && base.base != mutagenesis::kSubstitutes[letter];
      has ? json.real(base.delta(letter), kDigits) : json.nothing();
    }
    json.end_array();
  }
  json.end_array().end_object();
}

void write_tracks(JsonWriter& json, const ReportView& view) {
  json.key("tracks").begin_array();
  for (const auto& steps : view.tracks) {
    json.begin_object().key("at").begin_array();
    for (const TrackStep& step : steps)
      json.whole(step.bases.begin - view.bases.begin).whole(step.bases.end - view.bases.begin);
    json.end_array().key("value").begin_array();
    for (const TrackStep& step : steps) json.real(static_cast<double>(step.value), kDigits);
    json.end_array().key("score").begin_array();
    for (const TrackStep& step : steps) json.real(static_cast<double>(step.score), kDigits);
    json.end_array().end_object();
  }
  json.end_array();
}

void write_pairs(JsonWriter& json, const ReportView& view) {
  const auto place = [&](const Interval& interval) {
    json.begin_array().whole(interval.begin - view.bases.begin).whole(interval.end - view.bases.begin);
    json.end_array();
  };
  json.key("pairs").begin_array();
  for (const attention::MeanPair& pair : view.pairs) {
    json.begin_object().key("track").whole(static_cast<std::int64_t>(pair.track));
    json.key("source");
    place(pair.source);
    json.key("target");
    place(pair.target);
    json.key("weight").real(pair.attention, kDigits).key("score").real(pair.z, kDigits);
    json.key("strand").text(std::string(1, to_char(pair.strand)));
    json.end_object();
  }
  json.end_array();
}

/// Weights as whole numbers of two bytes, least first: the square root of the share of the head's largest, so
/// that small ones keep their digits.
std::string packed(std::span<const float> weights, float largest) {
  constexpr double kMost = 65535;
  std::vector<std::byte> bytes;
  bytes.reserve(2 * weights.size());
  for (const float weight : weights) {
    const double share = largest > 0 ? static_cast<double>(weight) / static_cast<double>(largest) : 0;
    const auto level = static_cast<std::uint32_t>(std::lround(std::sqrt(share) * kMost));
    bytes.push_back(static_cast<std::byte>(level & 255));
    bytes.push_back(static_cast<std::byte>(level >> 8));
  }
  return report::base64(bytes);
}

void write_matrices(JsonWriter& json, const ReportView& view) {
  json.key("matrices");
  if (!view.matrices) {
    json.nothing();
    return;
  }
  const WindowMatrices& matrices = *view.matrices;
  json.begin_object();
  json.key("begin").whole(matrices.window.begin - view.bases.begin);
  json.key("end").whole(matrices.window.end - view.bases.begin);
  json.key("strand").text(std::string(1, to_char(matrices.strand)));
  json.key("places").begin_array();
  for (const Interval& place : matrices.places)
    json.whole(place.begin - view.bases.begin).whole(place.end - view.bases.begin);
  json.end_array().key("heads").begin_array();
  const std::size_t cells = matrices.places.size() * matrices.places.size();
  for (std::size_t at = 0; at < matrices.values.size(); at += cells) {
    const auto weights = std::span(matrices.values).subspan(at, cells);
    const float largest = *std::max_element(weights.begin(), weights.end());
    json.begin_object().key("largest").real(static_cast<double>(largest), 6);
    json.key("weights").text(packed(weights, largest)).end_object();
  }
  json.end_array().end_object();
}

void write_view(JsonWriter& json, const ReportView& view) {
  json.begin_object();
  json.key("name").text(view.name);
  json.key("begin").whole(view.bases.begin).key("end").whole(view.bases.end);
  json.key("letters").text(view.letters);
  write_calls(json, view);
  write_effects(json, view);
  write_tracks(json, view);
  write_pairs(json, view);
  write_matrices(json, view);
  json.end_object();
}

}  // namespace

std::string report_json(const ReportFacts& facts, std::span<const ReportView> views) {
  JsonWriter json;
  json.begin_object();
  write_heads(json, "tracks", facts.tracks);
  write_heads(json, "matrixHeads", facts.matrix_heads);
  json.key("reduction").text(facts.reduction);
  json.key("stranded").truth(facts.stranded);
  json.key("scoreName").text(facts.score_name).key("threshold").real(facts.threshold, kDigits);
  json.key("noScores").text(facts.no_scores).key("noPairs").text(facts.no_pairs);
  json.key("noPromoter").text(facts.no_promoter);
  write_agreement(json, facts);
  json.key("views").begin_array();
  for (const ReportView& view : views) write_view(json, view);
  json.end_array().end_object();
  return json.str();
}

}  // namespace attention_tracks
