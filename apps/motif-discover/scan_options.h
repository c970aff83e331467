#pragma once

#include <string>
#include <vector>

#include "seqlens/cli/run_tool.h"

namespace motif_discover {

/// `motif-discover scan`
struct ScanOptions {
  seqlens::cli::CommonOptions common;
  std::string motifs;
  std::vector<std::string> sequences;  ///< none: standard input
  bool allow_remote = false;
  std::string background = "uniform";  ///< uniform, sequences, or a file
  double threshold = 1e-4;             ///< largest p of a site
  double pseudocount = 0.1;
  std::string output = "-";
};

extern const seqlens::cli::ProgramText kScanText;

void define_scan(CLI::App& app, ScanOptions& options);

}  // namespace motif_discover
