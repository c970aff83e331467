#include "seqlens/seqio/column_file.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"

namespace seqlens::seqio {

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
    const auto place = std::ranges::find(columns_, name);
    if (place == columns_.end()) continue;
    if (std::find(place + 1, columns_.end(), name) != columns_.end())
      throw InputError(path(), line_number(), fmt::format("two columns are called '{}'", name));
    return static_cast<std::size_t>(place - columns_.begin());
  }
  return std::nullopt;
}

std::size_t ColumnFile::need(std::initializer_list<std::string_view> names) const {
  const auto place = find(names);
  if (!place) {
    throw InputError(path(), line_number(),
                     fmt::format("no column '{}' among '{}'; columns are separated by tabs or commas",
                                 *names.begin(), fmt::join(columns_, "', '")));
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
  for (std::size_t at = 0; at <= line.size(); ++at) {  // over the separator
    if (line.substr(at).starts_with('"')) {
      fields.push_back(unquoted(line, at));
    } else {
      const auto end = std::min(line.find(separator_, at), line.size());
      fields.emplace_back(line.substr(at, end - at));
      at = end;
    }
  }
}

/// The field whose opening quote stands at `at`, which moves to the separator behind it, or to the end.
std::string ColumnFile::unquoted(std::string_view line, std::size_t& at) const {
  std::string field;
  for (++at;; ++at) {
    const auto quote = line.find('"', at);
    if (quote == std::string_view::npos) {
      throw InputError(path(), line_number(),
                       "a quote is not closed in its line; fields of several lines are not read");
    }
    field += line.substr(at, quote - at);
    at = quote + 1;
    if (at == line.size() || line[at] == separator_) return field;
    if (line[at] != '"')
      throw InputError(path(), line_number(), fmt::format("'{}' behind a closing quote", line[at]));
    field += '"';
  }
}

}  // namespace seqlens::seqio
