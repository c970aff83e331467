#include <catch2/catch.hpp>

#include "seq-embed/summary.h"

using seq_embed::summary_text;

TEST_CASE("the summary counts what was done and what was not") {
  CHECK(summary_text({}) == "0 records, 0 tokens; nothing skipped; 0.00 s");
  CHECK(summary_text({.records = 1, .tokens = 1, .seconds = 0.125}) ==
        "1 record, 1 token; nothing skipped; 0.12 s");
  CHECK(summary_text({.records = 3,
                      .tokens = 90,
                      .split = 1,
                      .pieces = 2,
                      .renamed = 1,
                      .too_short = 4,
                      .too_long = 5,
                      .passed_over = 6,
                      .seconds = 2}) ==
        "3 records, 90 tokens; 1 split into 2 pieces; 1 renamed; skipped: 4 too short, 5 too long, "
        "6 secondary or supplementary alignments; 2.00 s");
}
