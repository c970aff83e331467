#include "attention-lab/options.h"
#include "attention-lab/run.h"

int main(int argc, char** argv) {
  using namespace attention_lab;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
