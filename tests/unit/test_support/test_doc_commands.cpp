#include <catch2/catch.hpp>

#include "support/doc_commands.h"
#include "support/temp_dir.h"

using namespace seqlens::test;

TEST_CASE("only blocks marked run are steps and a text block behind is their output") {
  const auto steps = doc_steps(
      "# Title\n```sh\nrm -rf /\n```\n```sh run\necho a\n```\n\n```text\na\n```\n\n```sh run\necho "
      "b\n```\nwords\n```text\nc\n```\n");
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].line == 5);
  CHECK(steps[0].commands == "echo a\n");
  CHECK(steps[0].expected == "a\n");
  CHECK(steps[1].commands == "echo b\n");
  CHECK_FALSE(steps[1].expected);
}

TEST_CASE("three dots stand for any lines") {
  CHECK(matches_shown("a\n...\nd\n", "a\nb\nc\nd\n"));
  CHECK(matches_shown("a\n...\n", "a\n"));
  CHECK_FALSE(matches_shown("a\n...\nd\n", "a\nb\n"));
  CHECK_FALSE(matches_shown("a\n", "a\nb\n"));
}

TEST_CASE("steps share a folder and each wrong one is a complaint") {
  const TempDir data;
  data.write("x.txt", "from data\n");
  const std::vector<DocStep> steps{{1, "echo made > file\ncat data/x.txt\n", "from data\n"},
                                   {5, "cat file\n", "something else\n"},
                                   {9, "false\necho never\n", {}},
                                   {14, "(echo begun; exit 3) | cat\n", {}}};
  const auto complaints = run_doc_steps(steps, data.path(), data.path());
  REQUIRE(complaints.size() == 3);
  CHECK(complaints[0] == "line 5: printed\nmade\n");
  CHECK(complaints[1] == "line 9: exit code 1\n");
  CHECK(complaints[2] == "line 14: exit code 3\n");
}
