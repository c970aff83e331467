#include <catch2/catch.hpp>

#include "seqlens/seqio/line_reader.h"

#include "compressed_input.h"
#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

std::vector<std::string> lines_of(const std::string& path) {
  LineReader reader(path);
  std::vector<std::string> lines;
  for (std::string line; reader.read(line);) {
    lines.push_back(line);
    CHECK(reader.line_number() == lines.size());
  }
  return lines;
}

TEST_CASE("lines without their ends") {
  const TempDir dir;
  const std::string text = GENERATE("a\n\nbc\n", "a\r\n\r\nbc", "a\n\nbc");
  CHECK(lines_of(dir.write("x", text).string()) == std::vector<std::string>{"a", "", "bc"});
  CHECK(lines_of(dir.write("x", gzip_of(text)).string()) == std::vector<std::string>{"a", "", "bc"});
}

TEST_CASE("a line longer than the buffer comes whole") {
  const TempDir dir;
  const std::string line(200'000, 'x');
  CHECK(lines_of(dir.write("x", line + "\ny\n").string()) == std::vector<std::string>{line, "y"});
}

TEST_CASE("a byte order mark is no part of the first line") {
  const TempDir dir;
  const std::string mark = "\xEF\xBB\xBF";
  CHECK(lines_of(dir.write("x", mark + "a\n" + mark + "b\n").string()) ==
        std::vector<std::string>{"a", mark + "b"});
  CHECK(lines_of(dir.write("x", mark).string()) == std::vector<std::string>{""});
}

TEST_CASE("an empty file has no lines") {
  const TempDir dir;
  CHECK(lines_of(dir.write("x", "").string()).empty());
}

TEST_CASE("truncated text is an error") {
  const TempDir dir;
  const std::string bgzip = bgzip_of("a\nb\n");
  const auto path = dir.write("x", bgzip.substr(0, bgzip.size() - bgzf_end_block_bytes)).string();
  CHECK(error_of(dir, [&] { lines_of(path); }) ==
        "x: truncated after line 2 (no end-of-file block); copy it again");
}

}  // namespace
}  // namespace seqlens::seqio
