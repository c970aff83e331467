#include <string_view>

#include "motif-discover/compare_options.h"
#include "motif-discover/compare_run.h"
#include "motif-discover/options.h"
#include "motif-discover/run.h"
#include "motif-discover/scan_options.h"
#include "motif-discover/scan_run.h"

int main(int argc, char** argv) {
  using namespace motif_discover;
  using namespace seqlens::cli;
  const std::string_view task = argc > 1 ? argv[1] : "";
  if (task == "scan")
    return run_tool(argc - 1, argv + 1, Program<ScanOptions>{kScanText, define_scan, run_scan});
  if (task == "compare")
    return run_tool(argc - 1, argv + 1, Program<CompareOptions>{kCompareText, define_compare, run_compare});
  return run_tool(argc, argv, Program<Options>{kText, define, run});
}
