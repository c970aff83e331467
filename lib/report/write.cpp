#include "seqlens/report/write.h"

#include <cmath>
#include <cstddef>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"

namespace seqlens::report {
namespace {

using Json = nlohmann::ordered_json;

template <class Texts>
std::string tab_line(const Texts& texts) {
  return fmt::format("{}\n", fmt::join(texts, "\t"));
}

Json to_json(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole;
  const auto* real = std::get_if<double>(&cell);
  return real != nullptr && std::isfinite(*real) ? Json(*real) : Json(nullptr);
}

Json to_json(const Table& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json object = Json::object();
    for (std::size_t c = 0; c < row.size(); ++c) object[table.columns[c]] = to_json(row[c]);
    rows.push_back(std::move(object));
  }
  return rows;
}

}  // namespace

std::string to_tsv(const Provenance& provenance, const Table& table) {
  std::string text = fmt::format("# {} {}\n", provenance.program, provenance.version);
  for (const auto& [key, value] : provenance.facts) text += fmt::format("# {}: {}\n", key, cell_text(value));
  text += tab_line(table.columns);
  for (const auto& row : table.rows) {
    std::vector<std::string> fields;
    for (const auto& cell : row) fields.push_back(cell_text(cell));
    text += tab_line(fields);
  }
  return text;
}

std::string to_json(const Provenance& provenance, std::span<const Table> tables) {
  Json document = {
      {"program", provenance.program}, {"version", provenance.version}, {"facts", Json::object()}};
  for (const auto& [key, value] : provenance.facts) document["facts"][key] = to_json(value);
  for (const auto& table : tables) document[table.name] = to_json(table);
  try {
    return document.dump(2) + "\n";
  } catch (const Json::exception&) {
    throw Error("the report holds a text that is not UTF-8 (a file or record name?)");
  }
}

}  // namespace seqlens::report
