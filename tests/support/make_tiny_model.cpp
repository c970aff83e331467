// Writes a model of support/tiny_{promoter,position,protein}_model.h:
// make_tiny_model promoter|positions|protein FILE. scripts/make_data calls it.
#include <cstdio>
#include <string_view>

#include "support/tiny_position_model.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

int main(int argc, char** argv) {
  const std::string_view kind = argc == 3 ? argv[1] : "";
  if (kind != "promoter" && kind != "positions" && kind != "protein") {
    std::fputs("usage: make_tiny_model promoter|positions|protein FILE\n", stderr);
    return 2;
  }
  const auto file = kind == "protein"     ? seqlens::test::tiny_protein_file()
                    : kind == "positions" ? seqlens::test::tiny_position_file()
                                          : seqlens::test::tiny_promoter_file();
  seqlens::model::save_model_file(argv[2], file.config, file.parameters, file.metadata);
  return 0;
}
