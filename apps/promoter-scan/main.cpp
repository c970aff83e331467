#include "promoter-scan/options.h"
#include "promoter-scan/run.h"

int main(int argc, char** argv) {
  using namespace promoter_scan;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
