#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "support/cli_case.h"
#include "support/temp_dir.h"

using namespace seqlens::test;

namespace {

CliSettings settings_in(const TempDir& dir) {
  return {dir.path() / "bin", dir.path() / "data", std::nullopt};
}

// A case folder "c" with this command.
std::filesystem::path make_case(const TempDir& dir, const std::string& command) {
  return dir.write("c/cmd", command).parent_path();
}

}  // namespace

TEST_CASE("a case passes when output and status and files agree") {
  const TempDir dir;
  const auto folder = make_case(dir, "cat in.txt; echo oops >&2; echo made > out.txt; exit 3\n");
  dir.write("c/in.txt", "hello\n");
  dir.write("c/stdout", "hello\n");
  dir.write("c/stderr", "oops\n");
  dir.write("c/status", "3\n");
  dir.write("c/files/out.txt", "made\n");
  CHECK(run_cli_case(folder, settings_in(dir)).complaints.empty());
  CHECK_FALSE(std::filesystem::exists(folder / "out.txt"));
}

TEST_CASE("a folder of data may have a space in its name") {
  const TempDir dir;
  dir.write("my data/x", "hello\n");
  const auto folder = make_case(dir, "cat $DATA/x; echo $DATA\n");
  dir.write("c/stdout", "hello\nDATA\n");
  CHECK(run_cli_case(folder, {dir.path() / "bin", dir.path() / "my data", std::nullopt}).complaints.empty());
}

TEST_CASE("a case fails by each thing that can differ") {
  struct Case {
    std::string cmd;
    std::string complaint;
  };
  const std::vector<Case> cases{
      {"echo b", "1 threads: stdout, line 1\n  expected 'a'\n  found    'b'"},
      {"echo a; echo a", "1 threads: stdout, line 2\n  expected (end)\n  found    'a'"},
      {"printf a", "1 threads: stdout, line 1\n  expected 'a'\n  found    'a'"},
      {"echo a; exit 1", "1 threads: status, line 1\n  expected '0'\n  found    '1'"},
      {"echo a; echo x >&2", "1 threads: stderr, line 1\n  expected (end)\n  found    'x'"},
      {"echo a; echo x > left.tmp", "1 threads: file left.tmp was written, though files/ has none"},
      {"[ $SEQLENS_THREADS = 1 ] && echo a", "2 threads: status, line 1\n  expected '0'\n  found    '1'"},
  };
  for (const Case& one : cases) {
    const TempDir dir;
    const auto folder = make_case(dir, one.cmd + "\n");
    dir.write("c/stdout", "a\n");
    const auto complaints = run_cli_case(folder, settings_in(dir)).complaints;
    REQUIRE_FALSE(complaints.empty());
    CHECK(complaints.front() == one.complaint);
  }
}

TEST_CASE("a file that was expected and not written is a complaint") {
  const TempDir dir;
  const auto folder = make_case(dir, "true\n");
  dir.write("c/files/out.txt", "made\n");
  CHECK(run_cli_case(folder, settings_in(dir)).complaints.front() ==
        "1 threads: file out.txt was not written");
}

TEST_CASE("a case without cmd cannot run") {
  const TempDir dir;
  dir.write("c/stdout", "");
  CHECK_THROWS(run_cli_case(dir.path() / "c", settings_in(dir)));
}

TEST_CASE("a case that needs absent shared material is skipped") {
  const TempDir dir;
  const auto folder = make_case(dir, "exit 1\n");
  dir.write("c/needs", "data/nothing.fa\n");
  CHECK(run_cli_case(folder, settings_in(dir)).skipped);
}

TEST_CASE("programs come from the given folder and paths and times are normalized") {
  const TempDir dir;
  const auto program = dir.write("bin/greet", "#!/bin/sh\necho \"$DATA/x took $$ s\" >&2\n");
  REQUIRE(::chmod(program.c_str(), 0755) == 0);
  const auto folder = make_case(dir, "greet\n");
  dir.write("c/normalize", "s/[0-9]+ s$/N s/\n");
  dir.write("c/stderr", "DATA/x took N s\n");
  CHECK(run_cli_case(folder, settings_in(dir)).complaints.empty());
}

TEST_CASE("update writes the expectation that then passes") {
  const TempDir dir;
  const auto folder = make_case(dir, "echo a; echo b >&2; echo c > made; exit 5\n");
  dir.write("c/files/old", "gone\n");
  update_cli_case(folder, settings_in(dir));
  CHECK(read_file(folder / "status") == "5\n");
  CHECK_FALSE(std::filesystem::exists(folder / "files" / "old"));
  CHECK(run_cli_case(folder, settings_in(dir)).complaints.empty());
}
