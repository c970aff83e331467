#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/protein/text_lines.h"

namespace seqlens::protein {

enum class AlignmentFormat {
  a3m,        ///< FASTA whose lower-case letters are insertions and belong to no column
  fasta,      ///< aligned FASTA: every character of a row is a column
  stockholm,  ///< also Pfam's, one line a row
  clustal,
};

/// "a3m", "aligned FASTA", "Stockholm", "Clustal"
[[nodiscard]] std::string_view to_string(AlignmentFormat format);

/// A row as it stands in the file, the lines of a wrapped or interleaved one joined.
struct AlignmentRow {
  std::string name;      ///< up to the first blank
  std::string text;      ///< letters, '-', '.'; in a3m lower-case insertions too
  std::size_t line = 0;  ///< where it begins
};

struct AlignmentText {
  std::string file;
  AlignmentFormat format = AlignmentFormat::fasta;
  std::vector<AlignmentRow> rows;

  /// Whether a character of a row stands in a column.
  [[nodiscard]] bool is_column(char letter) const {
    return format != AlignmentFormat::a3m || !((letter >= 'a' && letter <= 'z') || letter == '.');
  }
};

/// Reads one alignment; the format is told from the content.
///
/// FASTA is a3m when some letters are lower case, the rows without them (and without '.') are of one length,
/// and either the whole rows are not, or no row has a '.': rows padded with '.' keep all their columns.
///
/// @throws InputError (file, line) for another format, a file without rows, one row alone, a character that
/// is neither a letter nor a gap, rows of unequal length, more than one alignment.
[[nodiscard]] AlignmentText read_alignment(TextLines lines);

}  // namespace seqlens::protein
