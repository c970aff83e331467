// Writes the model of support/tiny_promoter_model.h: make_tiny_model FILE. scripts/make_data calls it.
#include <cstdio>

#include "support/tiny_promoter_model.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_tiny_model FILE\n", stderr);
    return 2;
  }
  const auto file = seqlens::test::tiny_promoter_file();
  seqlens::model::save_model_file(argv[1], file.config, file.parameters, file.metadata);
  return 0;
}
