#include "model-evaluate/column_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace model_evaluate {

using seqlens::InputError;

ColumnFile::ColumnFile(const std::string& path) : reader_(path) {
  std::string line;
  do {
    if (!reader_.read(line)) throw InputError(path, "no line with the names of the columns");
  } while (line.empty() || line.front() == '#');
  separator_ = line.find('\t') != std::string::npos ? '\t' : ',';
  split(line, columns_);
}

std::optional<std::size_t> ColumnFile::find(std::initializer_list<std::string_view> names) const {
  for (const auto name : names) {
    const auto place = std::find(columns_.begin(), columns_.end(), name);
    if (place != columns_.end()) return static_cast<std::size_t>(place - columns_.begin());
  }
  return std::nullopt;
}

std::size_t ColumnFile::need(std::initializer_list<std::string_view> names) const {
  const auto place = find(names);
  if (!place) {
    throw InputError(path(), line_number(),
                     fmt::format("no column '{}' among '{}'", *names.begin(), fmt::join(columns_, "', '")));
  }
  return *place;
}

bool ColumnFile::read(std::vector<std::string>& fields) {
  std::string line;
  do {
    if (!reader_.read(line)) return false;
  } while (line.empty());
  split(line, fields);
  if (fields.size() != columns_.size()) {
    throw InputError(path(), line_number(),
                     fmt::format("{} fields under {} columns", fields.size(), columns_.size()));
  }
  return true;
}

void ColumnFile::split(std::string_view line, std::vector<std::string>& fields) const {
  fields.clear();
  for (std::size_t begin = 0; begin <= line.size();) {
    const auto end = std::min(line.find(separator_, begin), line.size());
    fields.emplace_back(line.substr(begin, end - begin));
    if (fields.back().starts_with('"')) {
      throw InputError(path(), line_number(), "quoted fields are not understood; remove the quotes");
    }
    begin = end + 1;
  }
}

}  // namespace model_evaluate
