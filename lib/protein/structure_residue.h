#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/protein/structure.h"

namespace seqlens::protein {

/// What either format says of one atom.
struct AtomRecord {
  bool heterogen = false;  ///< HETATM
  std::string atom;        ///< "CB"
  std::string residue;     ///< "ALA"
  std::string chain;
  std::string number;  ///< of the residue, with its insertion code
  std::array<double, 3> place{};
};

/// Gathers atoms, in the order of the file, into residues of chains.
class ChainBuilder {
 public:
  void add(const AtomRecord& atom);
  [[nodiscard]] std::vector<StructureChain> take();

 private:
  struct Residue {
    char letter;
    std::string number;
    std::optional<std::array<double, 3>> alpha, beta;
  };
  struct Chain {
    std::string name;
    std::vector<Residue> residues;
  };
  std::vector<Chain> chains_;
};

/// "ALA" -> 'A'; 'M' for selenomethionine; nothing for what is no amino acid of a chain.
[[nodiscard]] std::optional<char> residue_letter(std::string_view name);

}  // namespace seqlens::protein
