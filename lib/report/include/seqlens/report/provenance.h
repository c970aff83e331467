#pragma once

#include <string>
#include <utility>
#include <vector>

#include "seqlens/report/table.h"

namespace seqlens::report {

/// What a report was made by and of: enough to tell two results apart, and nothing that differs between
/// two runs of the same work (no command line, threads, date or host).
struct Provenance {
  std::string program;
  std::string version;
  /// "model" -> its digest, "seed" -> 1, "threshold" -> ..., in the order in which they are written.
  std::vector<std::pair<std::string, Cell>> facts;
};

}  // namespace seqlens::report
