#include "seq-embed/options.h"
#include "seq-embed/run.h"

int main(int argc, char** argv) {
  using namespace seq_embed;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
