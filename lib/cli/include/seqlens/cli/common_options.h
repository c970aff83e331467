#pragma once

#include <cstdint>
#include <string>

namespace seqlens::cli {

/// What every program takes. The options struct of a program holds one, named `common`.
struct CommonOptions {
  int threads =
      0;  ///< total number of threads; 0 = all cores. The thread budget is in force when run() starts.
  std::uint64_t seed = 1;
  bool quiet = false;        ///< only errors on stderr
  bool verbose = false;      ///< details on stderr
  std::string log;           ///< file that gets every message with its time; empty: none
  std::string command_line;  ///< as typed, for formats whose headers hold it (@PG); filled by run_tool
};

}  // namespace seqlens::cli
