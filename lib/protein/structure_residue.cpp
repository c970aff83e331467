#include "structure_residue.h"

#include <algorithm>
#include <utility>

namespace seqlens::protein {
namespace {

constexpr std::pair<std::string_view, char> kNames[] = {
    {"ALA", 'A'}, {"CYS", 'C'}, {"ASP", 'D'}, {"GLU", 'E'}, {"PHE", 'F'}, {"GLY", 'G'}, {"HIS", 'H'},
    {"ILE", 'I'}, {"LYS", 'K'}, {"LEU", 'L'}, {"MET", 'M'}, {"ASN", 'N'}, {"PRO", 'P'}, {"GLN", 'Q'},
    {"ARG", 'R'}, {"SER", 'S'}, {"THR", 'T'}, {"VAL", 'V'}, {"TRP", 'W'}, {"TYR", 'Y'}, {"MSE", 'M'}};

}  // namespace

std::optional<char> residue_letter(std::string_view name) {
  for (const auto& [three, one] : kNames)
    if (three == name) return one;
  return std::nullopt;
}

void ChainBuilder::add(const AtomRecord& atom) {
  const auto letter = residue_letter(atom.residue);
  if (atom.heterogen && atom.residue != "MSE") return;
  auto chain = std::find_if(chains_.begin(), chains_.end(),
                            [&](const Chain& other) { return other.name == atom.chain; });
  if (chain == chains_.end()) chain = chains_.insert(chain, Chain{atom.chain, {}});
  if (chain->residues.empty() || chain->residues.back().number != atom.number)
    chain->residues.push_back({letter.value_or('X'), atom.number, {}, {}});
  Residue& residue = chain->residues.back();
  if (atom.atom == "CA" && !residue.alpha) residue.alpha = atom.place;
  if (atom.atom == "CB" && !residue.beta) residue.beta = atom.place;
}

std::vector<StructureChain> ChainBuilder::take() {
  std::vector<StructureChain> chains;
  for (const Chain& chain : chains_) {
    StructureChain result{chain.name, {}};
    for (const Residue& residue : chain.residues) {
      const auto& place = residue.beta ? residue.beta : residue.alpha;
      if (place) result.residues.push_back({residue.letter, *place});
    }
    if (!result.residues.empty()) chains.push_back(std::move(result));
  }
  return chains;
}

}  // namespace seqlens::protein
