#include "model-info/options.h"
#include "model-info/run.h"

int main(int argc, char** argv) {
  using namespace model_info;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
