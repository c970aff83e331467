#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"

#include "support/temp_dir.h"

using namespace seqlens;

namespace {
std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}
}  // namespace

TEST_CASE("a committed file holds every byte and no temporary remains") {
  test::TempDir dir;
  OutputFile file(dir.path() / "a.txt");
  file.write("one\n");
  file.write(std::string_view("t\0wo", 4));
  CHECK_FALSE(std::filesystem::exists(dir.path() / "a.txt"));
  file.commit();
  CHECK(test::read_file(dir.path() / "a.txt") == std::string("one\nt\0wo", 8));
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("without commit nothing is left and an old file stays as it was") {
  test::TempDir dir;
  const auto path = dir.write("a.txt", "old");
  { OutputFile(path).write("new"); }
  CHECK(test::read_file(path) == "old");
  CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("the start can be written over and the rest goes on at the end") {
  test::TempDir dir;
  OutputFile file(dir.path() / "a.txt", OutputAccess::anywhere);
  file.write("0000 rows\n");
  file.overwrite_start("0012");
  file.write("x\n");
  file.commit();
  CHECK(test::read_file(dir.path() / "a.txt") == "0012 rows\nx\n");
}

TEST_CASE("a path that cannot be made is named") {
  CHECK_THROWS_WITH(OutputFile("/nonexistent-folder/x"),
                    "cannot create '/nonexistent-folder/x': No such file or directory");
}
