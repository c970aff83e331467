#pragma once

#include <string>

#include "seqlens/cli/run_tool.h"

namespace motif_discover {

/// `motif-discover compare`
struct CompareOptions {
  seqlens::cli::CommonOptions common;
  std::string queries;
  std::string database;
  std::string distance = "euclidean";  ///< or pearson
  int top = 10;                        ///< lines a query
  std::string output = "-";
};

extern const seqlens::cli::ProgramText kCompareText;

void define_compare(CLI::App& app, CompareOptions& options);

}  // namespace motif_discover
