#pragma once

#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"

namespace protein_contacts {

struct Options {
  seqlens::cli::CommonOptions common;
  std::vector<std::string> inputs;         ///< proteins for --model; none: standard input
  std::string model;                       ///< with a contact head
  std::string family;                      ///< an alignment; '-' is standard input; empty: --model
  std::string family_model = "attention";  ///< attention or potts
  std::string reference = "first";         ///< row whose residues are counted
  std::string truth;                       ///< contacts.tsv, PDB or mmCIF; empty: none
  std::string chain;                       ///< of a structure; empty: the one most like the reference
  bool evaluate = false;                   ///< print precision instead of contacts
  std::string output;                      ///< folder or file; empty: standard output

  [[nodiscard]] bool of_family() const { return !family.empty(); }
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace protein_contacts
