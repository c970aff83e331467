#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/seqio/line_reader.h"

namespace seqlens::seqio {

/// A TSV or CSV file whose first line that is neither empty nor a '#' comment names the columns. Tabs
/// separate if that line has one, else commas. A field in double quotes may hold separators, and a quote as
/// "" (RFC 4180); lines do not go on inside quotes.
class ColumnFile {
 public:
  /// @throws InputError if there is no such line; also as read().
  explicit ColumnFile(const std::string& path);

  /// The place of the first of these names that is a column.
  /// @throws InputError if two columns have that name.
  [[nodiscard]] std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;
  /// The same; @throws InputError listing what the file has.
  [[nodiscard]] std::size_t need(std::initializer_list<std::string_view> names) const;

  /// The fields of the next line, as many as there are columns; false at the end. Empty lines are passed
  /// over.
  /// @throws InputError with the line: another number of fields, a quote that is not closed or not at the end
  /// of its
  ///         field.
  [[nodiscard]] bool read(std::vector<std::string>& fields);
  [[nodiscard]] std::size_t line_number() const { return reader_.line_number(); }
  [[nodiscard]] const std::string& path() const { return reader_.path(); }

 private:
  void split(std::string_view line, std::vector<std::string>& fields) const;
  [[nodiscard]] std::string unquoted(std::string_view line, std::size_t& at) const;

  LineReader reader_;
  char separator_ = '\t';
  std::vector<std::string> columns_;
};

}  // namespace seqlens::seqio
