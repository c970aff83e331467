#include "model-evaluate/options.h"
#include "model-evaluate/run.h"

int main(int argc, char** argv) {
  using namespace model_evaluate;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
