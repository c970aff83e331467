#include "seqlens/protein/alignment.h"

#include <optional>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/protein/residue.h"

namespace seqlens::protein {
namespace {

std::string_view without_range(std::string_view name) {
  return name.substr(0, name.rfind('/'));
}

}  // namespace

Alignment encode(const AlignmentText& text) {
  Alignment alignment;
  alignment.rows = text.rows.size();
  for (const AlignmentRow& row : text.rows)
    for (const char letter : row.text)
      if (text.is_column(letter)) alignment.codes.push_back(residue_code(letter));
  alignment.columns = alignment.codes.size() / alignment.rows;
  return alignment;
}

std::size_t find_reference(const AlignmentText& text, std::string_view wanted) {
  if (wanted == "first") return 0;
  std::optional<std::size_t> found;
  for (std::size_t r = 0; r < text.rows.size(); ++r) {
    const std::string_view name = text.rows[r].name;
    if (name != wanted && without_range(name) != wanted) continue;
    if (found)
      throw InputError(text.file, fmt::format("rows '{}' (line {}) and '{}' (line {}) are both the reference "
                                              "'{}'; give a name that one row has",
                                              text.rows[*found].name, text.rows[*found].line, name,
                                              text.rows[r].line, wanted));
    found = r;
  }
  if (!found)
    throw InputError(text.file, fmt::format("no row is named '{}'; there are {}, '{}', '{}', ...", wanted,
                                            text.rows.size(), text.rows[0].name, text.rows[1].name));
  return *found;
}

std::vector<std::size_t> residue_numbers(const AlignmentText& text, std::size_t row) {
  std::vector<std::size_t> numbers;
  std::size_t residues = 0;
  for (const char letter : text.rows[row].text) {
    const bool gap = residue_code(letter) == kGap;
    if (!gap) ++residues;
    if (text.is_column(letter)) numbers.push_back(gap ? 0 : residues);
  }
  return numbers;
}

}  // namespace seqlens::protein
