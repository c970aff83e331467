#include "protein-contacts/options.h"
#include "protein-contacts/run.h"

int main(int argc, char** argv) {
  using namespace protein_contacts;
  return seqlens::cli::run_tool(argc, argv, seqlens::cli::Program<Options>{kText, define, run});
}
