#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/input/read_once.h"
#include "seqlens/seqio/genome.h"

#include "support/temp_dir.h"

namespace {

using namespace seqlens;

std::string make_fifo(const test::TempDir& dir, const std::string& name) {
  const std::string path = (dir.path() / name).string();
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  return path;
}

TEST_CASE("streams are refused where a file is needed, before anything is opened") {
  const test::TempDir dir;
  const std::string fifo = make_fifo(dir, "p");
  const std::string file = dir.write("x.fa", ">a\nA\n").string();
  CHECK_NOTHROW(input::require_files({file, "", "/dev/null", dir.path().string(), "absent"}, "x"));
  CHECK_THROWS_WITH(input::require_files({file, fifo}, "--null reads its input twice"),
                    "'" + fifo +
                        "' is a pipe: it can be read but once, and --null reads its input twice; "
                        "save it to a file first");
  CHECK_THROWS_WITH(input::require_files({"-"}, "y"),
                    "'-' is standard input: it can be read but once, and y; save it to a file first");
  CHECK_THROWS_WITH(input::require_files({"/dev/zero"}, "y"), Catch::StartsWith("'/dev/zero' is a device: "));
}

TEST_CASE("an option that looks up places takes one file") {
  const test::TempDir dir;
  CHECK_NOTHROW(input::require_one_indexed_file({"x.fa"}, "--vcf"));
  CHECK_THROWS_WITH(input::require_one_indexed_file({"x.fa", "y.fa"}, "--vcf"),
                    "--vcf needs one INPUT, a FASTA file that can be indexed");
  CHECK_THROWS_WITH(input::require_one_indexed_file({make_fifo(dir, "p")}, "--vcf"),
                    Catch::Contains("and --vcf needs a file that can be indexed"));
}

TEST_CASE("a stream is given once, under whatever names") {
  const test::TempDir dir;
  const std::string p = make_fifo(dir, "p");
  const std::string q = make_fifo(dir, "q");
  const std::string file = dir.write("x.fa", ">a\nA\n").string();
  CHECK_NOTHROW(input::require_each_stream_once({"-", p, q, file, file, "", "", "/dev/null", "/dev/null"}));
  CHECK_THROWS_WITH(input::require_each_stream_once({"-", "-"}),
                    "'-' is standard input: it can be read but once, and it is given twice; save it to a "
                    "file first");
  std::filesystem::create_symlink(p, dir.path() / "link");
  CHECK_THROWS_AS(input::require_each_stream_once({p, (dir.path() / "link").string()}), UsageError);
}

TEST_CASE("a genome that is a pipe is not waited for") {
  const test::TempDir dir;
  const std::string fifo = make_fifo(dir, "p");
  CHECK_THROWS_WITH(seqio::Genome(fifo),
                    fifo + ": is a pipe; random access needs a file; save it to one first");
}

}  // namespace
