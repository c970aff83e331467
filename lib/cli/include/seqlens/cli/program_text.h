#pragma once

#include <string>
#include <vector>

namespace seqlens::cli {

/// A command line and what it is for, shown by --help and in the man page.
struct Example {
  std::string purpose;
  std::string command;
};

/// What --help and the man page say beside the options, which document themselves.
struct ProgramText {
  std::string name;         ///< as typed: "promoter-scan"
  std::string summary;      ///< one line without a full stop: "finds promoters in DNA sequences"
  std::string usage;        ///< what follows the name: "[options] INPUT..."
  std::string description;  ///< paragraphs, separated by an empty line; wrapped when shown
  std::vector<Example> examples;
};

}  // namespace seqlens::cli
