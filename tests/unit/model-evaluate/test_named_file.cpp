#include <catch2/catch.hpp>

#include "model-evaluate/tested_records.h"

using namespace model_evaluate;

TEST_CASE("a set is named by the user or by its file") {
  CHECK(parse_named_file("exon=some/file.fa").name == "exon");
  CHECK(parse_named_file("exon=some/file.fa").file == "some/file.fa");
  CHECK(parse_named_file("dir.d/negatives_exon.chr20.fa.gz").name == "negatives_exon");
  CHECK(parse_named_file("dir.d/negatives_exon.chr20.fa.gz").file == "dir.d/negatives_exon.chr20.fa.gz");
}
