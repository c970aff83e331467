#include "mutation-scan/options.h"
#include "mutation-scan/run.h"

int main(int argc, char** argv) {
  using namespace mutation_scan;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
