#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/motif/matrix.h"

namespace seqlens::motif {

/// The lines of a text of matrices, one after another, with what readers of all formats need of them.
class MatrixLines {
 public:
  MatrixLines(std::string_view text, std::string_view source) : text_(text), source_(source) { advance(); }

  [[nodiscard]] bool at_end() const { return at_end_; }
  /// The current line without blanks at its ends.
  [[nodiscard]] std::string_view line() const { return line_; }
  void advance();
  void skip_blank();

  /// The current line split at blanks.
  [[nodiscard]] std::vector<std::string_view> words() const;
  /// The numbers of the current line; nothing unless all words are numbers and there is one.
  [[nodiscard]] std::optional<std::vector<double>> numbers() const;
  /// @throws InputError at the current line.
  [[noreturn]] void fail(std::string_view text) const;
  /// @throws InputError of the whole file.
  [[noreturn]] void fail_file(std::string_view text) const;

  /// A row of numbers as a column of probabilities. @throws InputError unless there are four, none negative,
  /// not all 0.
  [[nodiscard]] Column column_of(const std::vector<double>& row) const;

 private:
  std::string_view text_;
  std::string source_;
  std::string_view line_;
  std::size_t number_ = 0;
  bool at_end_ = false;
};

/// Words of a text, split at blanks and tabs.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view text);

}  // namespace seqlens::motif
