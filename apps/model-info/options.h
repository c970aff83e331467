#pragma once

#include <string>

#include "seqlens/cli/run_tool.h"

namespace model_info {

struct Options {
  seqlens::cli::CommonOptions common;

  std::string model;        ///< name, file or folder; empty: SEQLENS_MODEL, or the one inside
  std::string verify;       ///< file of reference outputs to compare with
  double tolerance = 2e-4;  ///< largest absolute difference that passes
  std::string convert;      ///< model file to write
  bool no_digest = false;
  bool json = false;
  std::string output = "-";  ///< of what is told or compared
};

extern const seqlens::cli::ProgramText kText;

/// Adds the options to the command line and their cross-checks.
void define(CLI::App& app, Options& options);

}  // namespace model_info
