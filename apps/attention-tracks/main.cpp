#include "attention-tracks/options.h"
#include "attention-tracks/run.h"

int main(int argc, char** argv) {
  using namespace attention_tracks;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
