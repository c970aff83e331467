#include "read_meme.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/parse_number.h"

namespace seqlens::motif {
namespace {

constexpr double kRowTolerance = 0.05;
/// How the suite scales log odds, and how others do.
constexpr std::array<double, 2> kOddsScales{100, 1};

/// What an alphabet of the suite is called; "" for DNA.
std::string refused_name(std::string_view letters) {
  if (letters == "ACGT") return "";
  if (letters == "ACGU") return "RNA";
  if (letters == "ACDEFGHIKLMNPQRSTVWY") return "protein";
  return fmt::format("'{}'", letters);
}

class MemeReader {
 public:
  explicit MemeReader(MatrixLines& lines) : lines_(lines) {}

  std::vector<Matrix> read() {
    for (; !lines_.at_end(); next()) {
      const std::string_view line = lines_.line();
      if (line.starts_with("ALPHABET")) {
        read_alphabet(line.substr(8));
      } else if (line.starts_with("Background letter frequencies")) {
        read_background();
      } else if (line.starts_with("MOTIF")) {
        begin_motif();
      } else if (line.starts_with("letter-probability matrix:")) {
        read_matrix(line.substr(26), false);
      } else if (line.starts_with("log-odds matrix:")) {
        read_matrix(line.substr(16), true);
      }
    }
    finish_motif();
    return std::move(matrices_);
  }

 private:
  /// The lines behind a matrix or background are looked at again.
  void next() {
    if (!stay_) lines_.advance();
    stay_ = false;
  }

  void read_alphabet(std::string_view rest) {
    const auto words = split_words(rest);
    if (!words.empty() && words.front() == "=") return check_letters(words.size() > 1 ? words[1] : "");
    if (rest.starts_with('=')) return check_letters(words.size() > 1 ? words[1] : rest.substr(1));
    check_definition(rest);
  }

  void check_letters(std::string_view letters) const {
    const std::string name = refused_name(letters);
    if (!name.empty()) lines_.fail(fmt::format("the alphabet is {}; matrices of DNA (ACGT) are read", name));
  }

  /// ALPHABET "name" [DNA-LIKE], its letters line by line, END ALPHABET.
  void check_definition(std::string_view rest) {
    if (rest.find("DNA-LIKE") == std::string_view::npos && rest.find("\"DNA\"") == std::string_view::npos)
      lines_.fail(fmt::format("the alphabet is{}; matrices of DNA (ACGT) are read", rest));
    while (!lines_.at_end() && !lines_.line().starts_with("END ALPHABET")) lines_.advance();
  }

  void read_background() {
    std::vector<std::string_view> words;
    lines_.advance();
    for (; !lines_.at_end() && words.size() < 8 && !lines_.line().empty(); lines_.advance())
      for (const auto word : lines_.words()) words.push_back(word);
    stay_ = true;
    double sum = 0;
    Background background{};
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
      const auto value = parse_real(words[i + 1]);
      if (words[i].size() != 1 || letter_index(words[i].front()) > 3 || !value || !(*value > 0))
        lines_.fail(fmt::format("the background has '{} {}'; a letter of ACGT and its frequency are expected",
                                words[i], words[i + 1]));
      background[letter_index(words[i].front())] = *value;
      sum += *value;
    }
    if (words.size() != 8 || !(std::abs(sum - 1) <= kRowTolerance))
      lines_.fail("the background letter frequencies are not four that sum to 1");
    for (std::size_t i = 0; i < 4; ++i) background_[i] = background[i] / sum;
  }

  void begin_motif() {
    finish_motif();
    const auto words = lines_.words();
    if (words.size() < 2) lines_.fail("MOTIF without an identifier");
    id_ = words[1];
    // Whole output of MEME says "MOTIF 1 width = 11 ..." or "MOTIF TGACTCA MEME-1 width = 7 ...".
    name_ = words.size() > 2 && words[2] != "width" ? std::string(words[2]) : "";
  }

  void finish_motif() {
    for (const Matrix* matrix : {&current_, &odds_}) {
      if (matrix->columns.empty()) continue;
      matrices_.push_back(*matrix);
      break;
    }
    current_ = {};
    odds_ = {};
  }

  /// "w= 9 nsites= 20" or "w=9": the number behind a key of the header.
  std::optional<double> header_value(std::string_view header, std::string_view key) const {
    const auto words = split_words(header);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!words[i].starts_with(key) || words[i].size() <= key.size() || words[i][key.size()] != '=') {
        if (words[i] != key || i + 2 >= words.size() || words[i + 1] != "=") continue;
        return number_of(words[i + 2], key);
      }
      const auto value = words[i].substr(key.size() + 1);
      if (!value.empty()) return number_of(value, key);
      return number_of(i + 1 < words.size() ? words[i + 1] : "", key);
    }
    return std::nullopt;
  }

  double number_of(std::string_view text, std::string_view key) const {
    const auto value = parse_real(text);
    if (!value) lines_.fail(fmt::format("{}= '{}' is no number", key, text));
    return *value;
  }

  void read_matrix(std::string_view header, bool log_odds) {
    if (id_.empty()) lines_.fail("a matrix without a MOTIF line before it");
    Matrix matrix{id_, name_, {}, 20, 0};
    if (const auto letters = header_value(header, "alength"); letters && *letters != 4)
      lines_.fail(fmt::format("alength= {}; matrices of DNA have 4 letters", *letters));
    const auto width = header_value(header, "w");
    if (const auto sites = header_value(header, "nsites"); sites && *sites > 0) matrix.sites = *sites;
    if (const auto e_value = header_value(header, "E")) matrix.e_value = *e_value;
    lines_.advance();
    lines_.skip_blank();
    std::vector<std::vector<double>> rows;
    for (; !lines_.at_end(); lines_.advance()) {
      const auto row = lines_.numbers();
      if (!row || (width && static_cast<double>(rows.size()) == *width)) break;
      if (row->size() != 4)
        lines_.fail(fmt::format("a row of the matrix has {} numbers; 4 are expected", row->size()));
      if (!log_odds) check_row(*row);
      rows.push_back(*row);
      if (!log_odds) matrix.columns.push_back(lines_.column_of(*row));
    }
    if (rows.empty() || (width && static_cast<double>(rows.size()) != *width)) {
      lines_.fail(width
                      ? fmt::format("motif '{}' has {} rows; w= {} says {}", id_, rows.size(), *width, *width)
                      : fmt::format("motif '{}' has no rows of four numbers", id_));
    }
    stay_ = true;
    if (log_odds) matrix.columns = from_log_odds(rows);
    (log_odds ? odds_ : current_) = std::move(matrix);
  }

  void check_row(const std::vector<double>& row) const {
    const double sum = row[0] + row[1] + row[2] + row[3];
    if (!(std::abs(sum - 1) <= kRowTolerance))
      lines_.fail(fmt::format("probabilities of a row sum to {:.4g}; they must sum to 1", sum));
  }

  [[nodiscard]] std::vector<Column> from_log_odds(const std::vector<std::vector<double>>& rows) const {
    std::vector<Column> best;
    double least = kRowTolerance * static_cast<double>(rows.size());
    for (const double scale : kOddsScales) {
      std::vector<Column> columns;
      double off = 0;
      for (const auto& row : rows) {
        Column column{};
        for (std::size_t i = 0; i < 4; ++i) column[i] = background_[i] * std::exp2(row[i] / scale);
        const double sum = column[0] + column[1] + column[2] + column[3];
        off += std::abs(sum - 1);
        for (double& p : column) p /= sum;
        columns.push_back(column);
      }
      if (off <= least) {
        least = off;
        best = std::move(columns);
      }
    }
    if (best.empty())
      lines_.fail(fmt::format("log odds of motif '{}' are none over the background of the file", id_));
    return best;
  }

  MatrixLines& lines_;
  std::vector<Matrix> matrices_;
  Background background_ = kUniform;
  std::string id_, name_;
  Matrix current_, odds_;  // without columns: none
  bool stay_ = false;
};

}  // namespace

std::vector<Matrix> read_meme(MatrixLines& lines) {
  return MemeReader(lines).read();
}

}  // namespace seqlens::motif
