#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/cli/spelling.h"

TEST_CASE("did_you_mean names the nearest word or nothing") {
  const std::vector<std::string> known{"--window", "--threads", "--threshold", "--seed"};
  struct Case {
    std::string word;
    std::string hint;
  };
  const std::vector<Case> cases{
      {"--windw", "; did you mean '--window'?"},
      {"--widnow", "; did you mean '--window'?"},
      {"--thread", "; did you mean '--threads'?"},
      {"--thres", "; did you mean '--threshold'?"},
      {"--output", ""},
      {"", ""},
  };
  for (const Case& one : cases) CHECK(seqlens::cli::did_you_mean(one.word, known) == one.hint);
}
