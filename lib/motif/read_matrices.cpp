#include "seqlens/motif/read_matrices.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/parse_number.h"

#include "matrix_lines.h"
#include "read_meme.h"

namespace seqlens::motif {
namespace {

std::string without_brackets(std::string_view line) {
  std::string text(line);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '[' || c == ']' || c == ','; }, ' ');
  return text;
}

double sum_of(const std::vector<double>& row) {
  double sum = 0;
  for (const double value : row) sum += value;
  return sum;
}

/// The header of JASPAR and HOMER: the first word, and the second.
Matrix begun(const MatrixLines& lines) {
  const auto words = split_words(lines.line().substr(1));
  if (words.empty()) lines.fail("'>' without an identifier");
  return {std::string(words[0]), words.size() > 1 ? std::string(words[1]) : "", {}, 20, 0};
}

/// A row of counts: "A [ 1 2 3 ]", "A 1 2 3" or "1 2 3".
std::vector<double> count_row(const MatrixLines& lines, char letter) {
  const std::string text = without_brackets(lines.line());
  auto words = split_words(text);
  if (!words.empty() && words.front().size() == 1 && !parse_real(words.front())) {
    if (letter_index(words.front().front()) != letter_index(letter))
      lines.fail(fmt::format("row '{}' of the counts; '{}' is expected (matrices of DNA: A, C, G, T)",
                             words.front(), letter));
    words.erase(words.begin());
  }
  std::vector<double> row;
  for (const auto word : words) {
    const auto value = parse_real(word);
    if (!value) lines.fail(fmt::format("'{}' is no number; a row of counts is expected", word));
    row.push_back(*value);
  }
  if (row.empty()) lines.fail("a row of counts is expected: four rows a matrix, A, C, G, T");
  return row;
}

Matrix jaspar_matrix(MatrixLines& lines) {
  Matrix matrix = begun(lines);
  std::array<std::vector<double>, 4> rows;
  for (std::size_t i = 0; i < 4; ++i) {
    lines.advance();
    rows[i] = count_row(lines, kLetters[i]);
    if (rows[i].size() != rows[0].size())
      lines.fail(fmt::format("the row has {} counts, the first one has {}", rows[i].size(), rows[0].size()));
  }
  double most = 0;
  for (std::size_t j = 0; j < rows[0].size(); ++j) {
    const std::vector<double> column{rows[0][j], rows[1][j], rows[2][j], rows[3][j]};
    matrix.columns.push_back(lines.column_of(column));
    most = std::max(most, sum_of(column));
  }
  if (most > 1.5) matrix.sites = most;  // else they are frequencies
  lines.advance();
  return matrix;
}

Matrix homer_matrix(MatrixLines& lines) {
  Matrix matrix = begun(lines);
  lines.advance();
  for (; !lines.at_end() && !lines.line().starts_with('>'); lines.advance()) {
    if (lines.line().empty()) continue;
    const auto row = lines.numbers();
    if (!row) lines.fail(fmt::format("'{}': four probabilities are expected", lines.line().substr(0, 40)));
    matrix.columns.push_back(lines.column_of(*row));
  }
  if (matrix.columns.empty()) lines.fail(fmt::format("motif '{}' has no columns", matrix.id));
  return matrix;
}

/// HOMER's header has tabs and a threshold; JASPAR's has an identifier and a name.
bool is_homer_header(std::string_view line) {
  return std::count(line.begin(), line.end(), '\t') >= 2;
}

std::vector<Matrix> read_headed(MatrixLines& lines) {
  std::vector<Matrix> matrices;
  for (lines.skip_blank(); !lines.at_end(); lines.skip_blank()) {
    if (!lines.line().starts_with('>')) lines.fail("a line that starts with '>' is expected before a matrix");
    matrices.push_back(is_homer_header(lines.line()) ? homer_matrix(lines) : jaspar_matrix(lines));
  }
  return matrices;
}

bool is_table_head(std::string_view key) {
  return key == "P0" || key == "PO";
}

/// Rows "01 3 0 0 17 T" up to XX or //.
void read_transfac_rows(MatrixLines& lines, Matrix& matrix) {
  const auto head = lines.words();
  if (head.size() < 5 || head[1] != "A" || head[2] != "C" || head[3] != "G" || head[4] != "T")
    lines.fail("the columns of the table are not A C G T");
  double most = 0;
  for (lines.advance(); !lines.at_end() && !lines.line().empty(); lines.advance()) {
    const auto words = lines.words();
    if (!parse_integer(words.front(), 0, 100000)) break;
    std::vector<double> row;
    for (std::size_t i = 1; i < std::min<std::size_t>(words.size(), 5); ++i) {
      const auto value = parse_real(words[i]);
      if (!value) lines.fail(fmt::format("'{}' is no number; a count is expected", words[i]));
      row.push_back(*value);
    }
    matrix.columns.push_back(lines.column_of(row));
    most = std::max(most, sum_of(row));
  }
  if (most > 1.5) matrix.sites = most;
}

std::vector<Matrix> read_transfac(MatrixLines& lines) {
  std::vector<Matrix> matrices;
  Matrix matrix;
  const auto finish = [&] {
    if (!matrix.columns.empty()) {
      if (matrix.id.empty()) lines.fail("a matrix without AC, ID or NA before it");
      matrices.push_back(matrix);
    }
    matrix = {};
  };
  while (!lines.at_end()) {
    const auto words = lines.words();
    const std::string_view key = words.empty() ? "" : words[0];
    if (is_table_head(key)) {
      read_transfac_rows(lines, matrix);
      continue;
    }
    const std::string value = words.size() > 1 ? std::string(words[1]) : "";
    if (key == "//") finish();
    if (key == "AC" || (key == "ID" && matrix.id.empty())) matrix.id = value;
    if (key == "NA" || (key == "ID" && !matrix.id.empty() && matrix.id != value)) matrix.name = value;
    if (key == "NA" && matrix.id.empty()) matrix.id = value;
    lines.advance();
  }
  finish();
  return matrices;
}

bool starts_transfac(std::string_view line) {
  constexpr std::array<std::string_view, 8> kKeys{"AC", "ID", "XX", "VV", "NA", "P0", "PO", "DE"};
  const auto words = split_words(line);
  return !words.empty() && std::find(kKeys.begin(), kKeys.end(), words[0]) != kKeys.end();
}

std::vector<Matrix> read_any(MatrixLines& lines) {
  if (lines.line().starts_with("MEME version") || lines.line().starts_with("ALPHABET") ||
      lines.line().starts_with("MOTIF") || lines.line().starts_with("****"))
    return read_meme(lines);
  if (lines.line().starts_with('>')) return read_headed(lines);
  if (starts_transfac(lines.line())) return read_transfac(lines);
  lines.fail_file("is no file of motifs; MEME, JASPAR, TRANSFAC and HOMER are read");
}

}  // namespace

std::vector<Matrix> read_matrices(std::string_view text, std::string_view source) {
  MatrixLines lines(text, source);
  lines.skip_blank();
  if (lines.at_end()) lines.fail_file("is empty; a file of motifs is expected");
  auto matrices = read_any(lines);
  if (matrices.empty()) lines.fail_file("holds no matrix");
  return matrices;
}

}  // namespace seqlens::motif
