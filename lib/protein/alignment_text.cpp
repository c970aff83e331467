#include "seqlens/protein/alignment_text.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/protein/residue.h"

namespace seqlens::protein {
namespace {

constexpr std::string_view kBlanks = " \t\v\f";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(kBlanks) == std::string_view::npos;
}

/// Cuts the next word off the front.
std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
  rest.remove_prefix(word.size());
  return word;
}

bool is_insertion(char letter) {
  return letter >= 'a' && letter <= 'z';
}

/// Letters and gaps of a row, checked as they come.
void append_letters(const TextLines& lines, std::string_view letters, AlignmentRow& row) {
  for (const char letter : letters) {
    if (kBlanks.find(letter) != std::string_view::npos) continue;
    if (residue_code(letter) == kNoResidue)
      throw InputError(lines.file, lines.line,
                       fmt::format("'{}' in row '{}': letters, '-' and '.' are expected", letter, row.name));
    row.text.push_back(letter);
  }
}

/// Rows that are continued under the same name, block after block.
class NamedRows {
 public:
  NamedRows(const TextLines& lines, std::vector<AlignmentRow>& rows) : lines_(lines), rows_(rows) {}

  void add(std::string_view name, std::string_view letters) {
    const auto [found, is_new] = places_.try_emplace(std::string(name), rows_.size());
    if (is_new) rows_.push_back({std::string(name), {}, lines_.line});
    append_letters(lines_, letters, rows_[found->second]);
  }

 private:
  const TextLines& lines_;
  std::vector<AlignmentRow>& rows_;
  std::unordered_map<std::string, std::size_t> places_;
};

void read_fasta(TextLines& lines, std::string line, AlignmentText& alignment) {
  do {
    if (line.starts_with('>')) {
      std::string_view header = std::string_view(line).substr(1);
      alignment.rows.push_back({std::string(take_word(header)), {}, lines.line});
    } else if (!alignment.rows.empty()) {
      append_letters(lines, line, alignment.rows.back());
    }
  } while (lines.read(line));
}

void read_stockholm(TextLines& lines, AlignmentText& alignment) {
  NamedRows rows(lines, alignment.rows);
  std::string line;
  bool ended = false;
  while (lines.read(line)) {
    if (is_blank(line)) continue;
    if (ended) throw InputError(lines.file, lines.line, "a second alignment begins; give one at a time");
    if (line.starts_with('#')) continue;
    if (line.starts_with("//")) {
      ended = true;
      continue;
    }
    std::string_view rest = line;
    const std::string_view name = take_word(rest);
    rows.add(name, rest);
  }
  if (!ended) throw InputError(lines.file, "no line '//' at its end: the Stockholm alignment is cut short");
}

/// A Clustal line is a name, letters, and maybe how many residues there were so far; the line that marks
/// conserved columns begins with a blank.
void read_clustal(TextLines& lines, AlignmentText& alignment) {
  NamedRows rows(lines, alignment.rows);
  std::string line;
  while (lines.read(line)) {
    if (is_blank(line) || kBlanks.find(line.front()) != std::string_view::npos) continue;
    std::string_view rest = line;
    const std::string_view name = take_word(rest);
    const std::string_view letters = take_word(rest);
    rows.add(name, letters);
  }
}

struct FastaLengths {
  bool insertions = false;  // some row has a lower-case letter
  bool dots = false;        // some row has a '.'
  bool equal_whole = true;  // all rows as long as the first
  bool equal_cut = true;    // the same without insertions and '.'
  std::size_t cut_columns = 0;
};

FastaLengths lengths_of(const std::vector<AlignmentRow>& rows) {
  FastaLengths lengths;
  const auto cut_length = [&](const AlignmentRow& row) {
    return static_cast<std::size_t>(
        std::count_if(row.text.begin(), row.text.end(), [](char c) { return !is_insertion(c) && c != '.'; }));
  };
  lengths.cut_columns = cut_length(rows.front());
  for (const AlignmentRow& row : rows) {
    lengths.insertions = lengths.insertions || std::any_of(row.text.begin(), row.text.end(), is_insertion);
    lengths.dots = lengths.dots || row.text.find('.') != std::string::npos;
    lengths.equal_whole = lengths.equal_whole && row.text.size() == rows.front().text.size();
    lengths.equal_cut = lengths.equal_cut && cut_length(row) == lengths.cut_columns;
  }
  return lengths;
}

AlignmentFormat fasta_format(const std::vector<AlignmentRow>& rows) {
  const FastaLengths lengths = lengths_of(rows);
  if (!lengths.insertions || lengths.cut_columns == 0) return AlignmentFormat::fasta;
  if (!lengths.equal_whole) return AlignmentFormat::a3m;
  return lengths.equal_cut && !lengths.dots ? AlignmentFormat::a3m : AlignmentFormat::fasta;
}

void require_equal_lengths(const AlignmentText& alignment) {
  const auto columns = [&](const AlignmentRow& row) {
    return std::count_if(row.text.begin(), row.text.end(), [&](char c) { return alignment.is_column(c); });
  };
  const AlignmentRow& first = alignment.rows.front();
  const auto expected = columns(first);
  for (const AlignmentRow& row : alignment.rows) {
    const auto found = columns(row);
    if (found == expected) continue;
    const bool a3m = alignment.format == AlignmentFormat::a3m;
    throw InputError(
        alignment.file, row.line,
        fmt::format("row '{}' has {} columns{}, row '{}' has {}; rows of an alignment are equally "
                    "long",
                    row.name, found, a3m ? " (without lower-case insertions)" : "", first.name, expected));
  }
  if (expected == 0) throw InputError(alignment.file, first.line, "row '" + first.name + "' has no columns");
}

/// The first line that tells the format; blank lines, and comments before a3m, are passed over.
std::optional<std::string> first_line(TextLines& lines) {
  std::string line;
  while (lines.read(line)) {
    const bool comment = line.starts_with('#') && !line.starts_with("# STOCKHOLM");
    if (!is_blank(line) && !comment) return line;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(AlignmentFormat format) {
  switch (format) {
    case AlignmentFormat::a3m:
      return "a3m";
    case AlignmentFormat::fasta:
      return "aligned FASTA";
    case AlignmentFormat::stockholm:
      return "Stockholm";
    case AlignmentFormat::clustal:
      break;
  }
  return "Clustal";
}

AlignmentText read_alignment(TextLines lines) {
  AlignmentText alignment;
  alignment.file = lines.file;
  const auto first = first_line(lines);
  if (!first) throw InputError(lines.file, "is empty; an alignment of a protein family is expected");
  if (first->starts_with('>')) {
    read_fasta(lines, *first, alignment);
    alignment.format = fasta_format(alignment.rows);
  } else if (first->starts_with("# STOCKHOLM")) {
    alignment.format = AlignmentFormat::stockholm;
    read_stockholm(lines, alignment);
  } else if (first->starts_with("CLUSTAL") || first->starts_with("MUSCLE")) {
    alignment.format = AlignmentFormat::clustal;
    read_clustal(lines, alignment);
  } else {
    throw InputError(lines.file, lines.line,
                     "is no alignment: a3m and aligned FASTA begin with '>', Stockholm with '# STOCKHOLM', "
                     "Clustal with 'CLUSTAL'");
  }
  if (alignment.rows.empty()) throw InputError(lines.file, "has no row");
  if (alignment.rows.size() == 1)
    throw InputError(lines.file, "has one sequence alone; a family of at least two is needed");
  require_equal_lengths(alignment);
  return alignment;
}

}  // namespace seqlens::protein
