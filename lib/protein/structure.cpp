#include "seqlens/protein/structure.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

#include "structure_residue.h"

namespace seqlens::protein {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

double coordinate(const TextLines& lines, std::string_view text) {
  const auto value = parse_real(trimmed(text));
  if (!value)
    throw InputError(lines.file, lines.line, fmt::format("'{}' is no coordinate of an atom", trimmed(text)));
  return *value;
}

bool is_atom_line(std::string_view line) {
  return line.starts_with("ATOM ") || line.starts_with("ATOM\t") || line.starts_with("HETATM");
}

// ---- PDB: fixed columns (wwPDB format 3.3) ----

AtomRecord pdb_atom(const TextLines& lines, const std::string& line) {
  constexpr std::size_t kEndOfCoordinates = 54;
  if (line.size() < kEndOfCoordinates)
    throw InputError(lines.file, lines.line,
                     fmt::format("an atom of {} letters; its coordinates end at letter {}", line.size(),
                                 kEndOfCoordinates));
  const std::string_view text = line;
  AtomRecord atom;
  atom.heterogen = text.starts_with("HETATM");
  atom.atom = trimmed(text.substr(12, 4));
  atom.residue = trimmed(text.substr(17, 3));
  atom.chain = trimmed(text.substr(21, 1));
  atom.number = trimmed(text.substr(22, 5));
  for (std::size_t d = 0; d < 3; ++d) atom.place[d] = coordinate(lines, text.substr(30 + 8 * d, 8));
  return atom;
}

void read_pdb(TextLines& lines, std::string line, ChainBuilder& chains) {
  do {
    if (line.starts_with("ENDMDL")) return;  // other models of the same molecule
    if (is_atom_line(line)) chains.add(pdb_atom(lines, line));
  } while (lines.read(line));
}

// ---- mmCIF: the loop of _atom_site ----

/// Words of a line; a quoted one may hold blanks, and a quote ends it only before a blank.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t", at)) != std::string_view::npos) {
    const char quote = line[at];
    std::size_t end;
    if (quote == '\'' || quote == '"') {
      ++at;
      end = at;
      while (end < line.size() && !(line[end] == quote && (end + 1 == line.size() || line[end + 1] == ' ' ||
                                                           line[end + 1] == '\t')))
        ++end;
    } else {
      end = std::min(line.find_first_of(" \t", at), line.size());
    }
    words.emplace_back(line.substr(at, end - at));
    at = end + 1;
    if (at > line.size()) break;
  }
  return words;
}

class AtomColumns {
 public:
  void add(const std::string& name) { places_.emplace(name, places_.size()); }
  [[nodiscard]] std::size_t count() const { return places_.size(); }

  /// The author's value where there is one, as in PDB files.
  [[nodiscard]] std::string value(const TextLines& lines, const std::vector<std::string>& words,
                                  std::initializer_list<const char*> names) const {
    for (const char* name : names)
      if (const auto found = places_.find(name); found != places_.end()) return words[found->second];
    throw InputError(lines.file, lines.line,
                     fmt::format("the atoms have no column _atom_site.{}", *names.begin()));
  }
  [[nodiscard]] std::string value_or(const std::vector<std::string>& words, const char* name,
                                     const char* otherwise) const {
    const auto found = places_.find(name);
    return found == places_.end() ? otherwise : words[found->second];
  }

 private:
  std::unordered_map<std::string, std::size_t> places_;
};

AtomRecord cif_atom(const TextLines& lines, const AtomColumns& columns,
                    const std::vector<std::string>& words) {
  AtomRecord atom;
  const auto value = [&](std::initializer_list<const char*> names) {
    return columns.value(lines, words, names);
  };
  atom.heterogen = words[0] == "HETATM";
  atom.atom = value({"label_atom_id", "auth_atom_id"});
  atom.residue = value({"label_comp_id", "auth_comp_id"});
  atom.chain = value({"auth_asym_id", "label_asym_id"});
  atom.number = value({"auth_seq_id", "label_seq_id"}) + columns.value_or(words, "pdbx_PDB_ins_code", "");
  atom.place = {coordinate(lines, value({"Cartn_x"})), coordinate(lines, value({"Cartn_y"})),
                coordinate(lines, value({"Cartn_z"}))};
  return atom;
}

void read_cif(TextLines& lines, ChainBuilder& chains) {
  constexpr std::string_view kPrefix = "_atom_site.";
  AtomColumns columns;
  std::string line, first_model;
  while (lines.read(line)) {
    if (line.starts_with(kPrefix)) columns.add(trimmed(std::string_view(line).substr(kPrefix.size())));
    if (columns.count() == 0 || !is_atom_line(line)) continue;
    const auto words = words_of(line);
    if (words.size() != columns.count())
      throw InputError(
          lines.file, lines.line,
          fmt::format("an atom of {} values, {} columns are named", words.size(), columns.count()));
    const std::string model = columns.value_or(words, "pdbx_PDB_model_num", "1");
    if (first_model.empty()) first_model = model;
    if (model == first_model) chains.add(cif_atom(lines, columns, words));
  }
}

}  // namespace

std::string StructureChain::letters() const {
  std::string text;
  for (const StructureResidue& residue : residues) text.push_back(residue.letter);
  return text;
}

std::vector<StructureChain> read_structure(TextLines lines) {
  ChainBuilder builder;
  std::string line;
  while (lines.read(line) && (trimmed(line).empty() || line.starts_with('#'))) {
  }
  if (line.starts_with("data_"))
    read_cif(lines, builder);
  else
    read_pdb(lines, line, builder);
  auto chains = builder.take();
  if (chains.empty())
    throw InputError(lines.file, "holds no residue of a protein (ATOM records, PDB or mmCIF)");
  return chains;
}

std::vector<std::optional<std::size_t>> match_residues(const std::string& wanted, const std::string& chain) {
  const std::size_t rows = wanted.size() + 1, columns = chain.size() + 1;
  enum Step : char { diagonal, up, left };
  std::vector<int> scores(rows * columns, 0);  // first row and column 0: gaps at the start are free
  std::vector<Step> steps(rows * columns, diagonal);
  for (std::size_t i = 1; i < rows; ++i)
    for (std::size_t j = 1; j < columns; ++j) {
      const bool same = wanted[i - 1] == chain[j - 1];
      const int both = scores[(i - 1) * columns + j - 1] + (same ? 2 : -1);
      const int above = scores[(i - 1) * columns + j] - 1, before = scores[i * columns + j - 1] - 1;
      const int best = std::max({both, above, before});
      scores[i * columns + j] = best;
      steps[i * columns + j] = best == both ? diagonal : best == above ? up : left;
    }
  // The end is the best place of the last row or column: gaps at the end are free.
  std::size_t i = rows - 1, j = columns - 1;
  int best = scores[i * columns + j];
  for (std::size_t row = 0; row < rows; ++row)
    if (scores[row * columns + columns - 1] > best) {
      best = scores[row * columns + columns - 1];
      i = row;
      j = columns - 1;
    }
  for (std::size_t column = 0; column < columns; ++column)
    if (scores[(rows - 1) * columns + column] > best) {
      best = scores[(rows - 1) * columns + column];
      i = rows - 1;
      j = column;
    }
  std::vector<std::optional<std::size_t>> match(wanted.size());
  while (i > 0 && j > 0) {
    const Step step = steps[i * columns + j];
    if (step == diagonal) match[i - 1] = j - 1;
    if (step != left) --i;
    if (step != up) --j;
  }
  return match;
}

double match_identity(const std::string& wanted, const std::string& chain,
                      const std::vector<std::optional<std::size_t>>& match) {
  std::size_t same = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (match[i] && chain[*match[i]] == wanted[i]) ++same;
  return wanted.empty() ? 0 : static_cast<double>(same) / static_cast<double>(wanted.size());
}

ContactTruth contacts_of_chain(const StructureChain& chain,
                               const std::vector<std::optional<std::size_t>>& residue_of_column,
                               double cutoff) {
  ContactTruth truth(residue_of_column.size());
  for (std::size_t i = 0; i < truth.columns; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (!residue_of_column[i] || !residue_of_column[j]) continue;
      double square = 0;
      for (std::size_t d = 0; d < 3; ++d) {
        const double difference =
            chain.residues[*residue_of_column[i]].place[d] - chain.residues[*residue_of_column[j]].place[d];
        square += difference * difference;
      }
      truth.set(i, j, square < cutoff * cutoff ? PairTruth::contact : PairTruth::apart);
    }
  return truth;
}

}  // namespace seqlens::protein
