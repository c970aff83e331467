#include "matrix_lines.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::motif {
namespace {

constexpr std::string_view kBlanks = " \t\r\v\f";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto at = text.find_first_not_of(kBlanks); at != std::string_view::npos;
       at = text.find_first_not_of(kBlanks, at)) {
    const auto end = std::min(text.find_first_of(kBlanks, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void MatrixLines::advance() {
  if (text_.empty()) {
    at_end_ = true;
    line_ = {};
    return;
  }
  const auto end = std::min(text_.find('\n'), text_.size());
  line_ = trimmed(text_.substr(0, end));
  text_.remove_prefix(std::min(end + 1, text_.size()));
  ++number_;
}

void MatrixLines::skip_blank() {
  while (!at_end_ && line_.empty()) advance();
}

std::vector<std::string_view> MatrixLines::words() const {
  return split_words(line_);
}

std::optional<std::vector<double>> MatrixLines::numbers() const {
  std::vector<double> values;
  for (const auto word : words()) {
    const auto value = parse_real(word);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  if (values.empty()) return std::nullopt;
  return values;
}

void MatrixLines::fail(std::string_view text) const {
  if (at_end_) throw InputError(source_, fmt::format("ends inside a matrix: {}", text));
  throw InputError(source_, number_, text);
}

void MatrixLines::fail_file(std::string_view text) const {
  throw InputError(source_, text);
}

Column MatrixLines::column_of(const std::vector<double>& row) const {
  if (row.size() != 4)
    fail(fmt::format("a column of the matrix has {} numbers; 4 are expected (A C G T)", row.size()));
  double sum = 0;
  for (const double value : row) {
    if (value < 0) fail(fmt::format("{} is negative; counts or probabilities are expected", value));
    sum += value;
  }
  if (!(sum > 0)) fail("a column of the matrix is all 0");
  if (!std::isfinite(sum)) fail("the numbers of a column are too large to be added up");
  return {row[0] / sum, row[1] / sum, row[2] / sum, row[3] / sum};
}

}  // namespace seqlens::motif
