#include "protein-contacts/truth_file.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/protein/structure.h"
#include "seqlens/seqio/column_file.h"

#include "protein-contacts/text_lines_of.h"

namespace protein_contacts {

using namespace seqlens;
using protein::ContactTruth;
using protein::PairTruth;

namespace {

constexpr double kCutoff = 8;           // Angstrom, between C-beta atoms
constexpr double kLeastIdentity = 0.3;  // of the reference's residues with those of a chain

/// Tables name their columns in the first line; nothing of a structure begins with "i" and a tab or comma.
bool is_table(const std::string& path) {
  auto lines = text_lines_of(path);
  std::string line;
  while (lines.read(line))
    if (!line.empty() && !line.starts_with('#')) return line.starts_with("i\t") || line.starts_with("i,");
  return false;
}

class PairTable {
 public:
  PairTable(const std::string& path, std::size_t columns) : file_(path), truth_(columns) {
    i_ = file_.need({"i"});
    j_ = file_.need({"j"});
    flag_ = file_.find({"contact8", "contact"});
    distance_ = flag_ ? std::nullopt : std::optional(file_.need({"dist_cb", "distance"}));
  }

  ContactTruth read() {
    std::vector<std::string> fields;
    while (file_.read(fields)) {
      const std::size_t i = column(fields[i_]), j = column(fields[j_]);
      truth_.set(i, j, touches(fields) ? PairTruth::contact : PairTruth::apart);
    }
    return std::move(truth_);
  }

 private:
  std::size_t column(const std::string& text) const {
    const auto number = parse_integer(text, 0, static_cast<std::int64_t>(truth_.columns) - 1);
    if (!number)
      throw InputError(file_.path(), file_.line_number(),
                       fmt::format("'{}' is none of the columns 0 to {} of the alignment; is this of another "
                                   "family?",
                                   text, truth_.columns - 1));
    return static_cast<std::size_t>(*number);
  }

  bool touches(const std::vector<std::string>& fields) const {
    const std::string& text = fields[flag_ ? *flag_ : *distance_];
    if (flag_ && (text == "0" || text == "1")) return text == "1";
    const auto distance = flag_ ? std::nullopt : parse_real(text);
    if (!distance)
      throw InputError(file_.path(), file_.line_number(),
                       fmt::format("'{}' is no {}", text, flag_ ? "0 or 1" : "distance"));
    return *distance < kCutoff;
  }

  seqio::ColumnFile file_;
  ContactTruth truth_;
  std::size_t i_ = 0, j_ = 0;
  std::optional<std::size_t> flag_, distance_;
};

using Match = std::vector<std::optional<std::size_t>>;

std::string names_of(const std::vector<protein::StructureChain>& chains) {
  std::string names;
  for (const auto& chain : chains) names += (names.empty() ? "" : ", ") + chain.name;
  return names;
}

ContactTruth read_structure_truth(const std::string& path, const std::string& wanted,
                                  const std::string& sequence, const std::vector<std::size_t>& residues) {
  const auto chains = protein::read_structure(text_lines_of(path));
  const protein::StructureChain* best = nullptr;
  Match best_match;
  double best_identity = -1;
  for (const auto& chain : chains) {
    if (!wanted.empty() && chain.name != wanted) continue;
    Match match = protein::match_residues(sequence, chain.letters());
    const double identity = protein::match_identity(sequence, chain.letters(), match);
    if (identity <= best_identity) continue;
    best = &chain;
    best_match = std::move(match);
    best_identity = identity;
  }
  if (best == nullptr)
    throw InputError(path, fmt::format("has no chain '{}'; there are {}", wanted, names_of(chains)));
  if (best_identity < kLeastIdentity)
    throw InputError(path,
                     fmt::format("chain '{}' agrees with {:.0f} % of the reference's residues: it is of "
                                 "another protein{}",
                                 best->name, 100 * best_identity,
                                 wanted.empty() ? "" : "; --chain chooses among " + names_of(chains)));
  Match of_columns;
  for (const std::size_t residue : residues)
    of_columns.push_back(residue == 0 ? std::nullopt : best_match[residue - 1]);
  return protein::contacts_of_chain(*best, of_columns, kCutoff);
}

}  // namespace

ContactTruth read_truth(const std::string& path, const std::string& chain, const std::string& sequence,
                        const std::vector<std::size_t>& residues) {
  if (!is_table(path)) return read_structure_truth(path, chain, sequence, residues);
  if (!chain.empty()) throw UsageError("--chain: '" + path + "' is a table, not a structure");
  return PairTable(path, residues.size()).read();
}

}  // namespace protein_contacts
