#include "seq-tokenize/options.h"
#include "seq-tokenize/run.h"

int main(int argc, char** argv) {
  using namespace seq_tokenize;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
