#include "model-evaluate/record_scores.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/column_file.h"

namespace model_evaluate {
namespace {

using seqlens::InputError;
using seqlens::seqio::ColumnFile;

struct ScoreRow {
  std::string name;
  double score = 0;
  double probability = 0;
  std::size_t line = 0;
};

struct ScoreFile {
  std::vector<ScoreRow> rows;
  bool has_names = false;
  bool has_probabilities = false;
};

double parse_score(const ColumnFile& file, const std::string& text, std::string_view what) {
  const auto value = seqlens::parse_real(text);
  if (!value) {
    throw InputError(
        file.path(), file.line_number(),
        fmt::format("the {} is '{}', expected a finite number; a record that cannot be scored must be "
                    "left out of the set",
                    what, text));
  }
  return *value;
}

ScoreFile read_rows(const std::string& path) {
  ColumnFile file(path);
  const auto score = file.need({"score", "logit"});
  const auto name = file.find({"name", "id"}), probability = file.find({"probability"});
  ScoreFile result{{}, name.has_value(), probability.has_value()};
  std::vector<std::string> fields;
  while (file.read(fields)) {
    ScoreRow row;
    row.line = file.line_number();
    if (name) row.name = fields[*name];
    row.score = parse_score(file, fields[score], "score");
    if (probability) row.probability = parse_score(file, fields[*probability], "probability");
    result.rows.push_back(std::move(row));
  }
  return result;
}

bool in_record_order(const ScoreFile& file, std::span<const TestedRecord> records) {
  return file.rows.size() == records.size() &&
         (!file.has_names ||
          std::equal(records.begin(), records.end(), file.rows.begin(),
                     [](const auto& record, const auto& row) { return record.name == row.name; }));
}

std::vector<const ScoreRow*> rows_by_name(const std::string& path, const ScoreFile& file,
                                          std::span<const TestedRecord> records) {
  std::unordered_map<std::string_view, const ScoreRow*> by_name;
  for (const auto& row : file.rows) {
    if (!by_name.emplace(row.name, &row).second) {
      throw InputError(path, row.line, fmt::format("'{}' is scored twice; names must be unique", row.name));
    }
  }
  std::vector<const ScoreRow*> rows;
  for (const auto& record : records) {
    if (record.name.empty()) {
      throw InputError(path,
                       "its rows have names, the records none: give --table a column 'id', or leave the "
                       "names out");
    }
    const auto found = by_name.find(record.name);
    if (found == by_name.end()) throw InputError(path, fmt::format("no score for record '{}'", record.name));
    rows.push_back(found->second);
  }
  return rows;
}

std::vector<const ScoreRow*> rows_of_records(const std::string& path, const ScoreFile& file,
                                             std::span<const TestedRecord> records) {
  if (!in_record_order(file, records)) {
    if (file.has_names) return rows_by_name(path, file, records);
    throw InputError(path,
                     fmt::format("{} scores for {} records, and no column 'name' to tell which is whose",
                                 file.rows.size(), records.size()));
  }
  std::vector<const ScoreRow*> rows;
  for (const auto& row : file.rows) rows.push_back(&row);
  return rows;
}

}  // namespace

RecordScores read_scores(const std::string& file, std::span<const TestedRecord> records) {
  const auto content = read_rows(file);
  RecordScores result{"scores", {}, {}, {}};
  for (const auto* row : rows_of_records(file, content, records)) {
    result.scores.push_back(row->score);
    if (!content.has_probabilities) continue;
    if (row->probability < 0 || row->probability > 1) {
      throw InputError(file, row->line,
                       fmt::format("the probability {} lies outside of [0, 1]", row->probability));
    }
    result.probabilities.push_back(row->probability);
  }
  return result;
}

}  // namespace model_evaluate
