#include <sstream>

#include <catch2/catch.hpp>

#include "seqlens/cli/progress.h"
#include "seqlens/cli/streams.h"

using seqlens::cli::progress_text;

TEST_CASE("progress text gives share and pace and the time left at that pace") {
  CHECK(progress_text("scanning", 113'000'000, 250'000'000, "bases", 36.5) ==
        "scanning: 45.2 % (113.0 of 250.0 Mbases), 3.1 Mbases/s, 0:45 left");
  CHECK(progress_text("training", 10, 40, "steps", 3600) ==
        "training: 25.0 % (10 of 40 steps), 0 steps/s, 3:00:00 left");
  CHECK(progress_text("scanning", 0, 1000, "bases", 1) == "scanning: 0.0 % (0.0 of 1.0 kbases)");
  CHECK(progress_text("scanning", 2500, 0, "bases", 1) == "scanning: 2.5 kbases, 2.5 kbases/s");
}

TEST_CASE("progress writes nothing when stderr is no terminal") {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  seqlens::cli::Streams streams(in, out, err, "demo");
  streams.progress.start("scanning", 10, "bases");
  for (int i = 0; i < 10; ++i) streams.progress.advance(1);
  streams.progress.finish();
  CHECK(err.str().empty());
}
