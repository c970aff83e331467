#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"

namespace attention_lab {

struct Options {
  seqlens::cli::CommonOptions common;

  std::vector<std::string> words;   ///< as typed: "list", "run" and claims, "all"
  bool list = false;                ///< what the words say
  std::vector<std::string> claims;  ///< to be run, in the order of the list
  std::size_t seeds = 0;            ///< 0: five, of a quick run one
  bool quick = false;
  std::string output;  ///< folder; empty: the summary alone
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace attention_lab
