#include <unistd.h>

#include <catch2/catch.hpp>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "seqlens/seqio/line_reader.h"

#include "compressed_input.h"
#include "reading.h"
#include "support/fifo.h"
#include "support/file_size_limit.h"
#include "support/full_device.h"
#include "support/ignored_leaks.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

std::size_t files_in(const TempDir& dir) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir.path()), {}));
}

std::vector<std::string> lines_of(const std::string& path) {
  LineReader reader(path);
  std::vector<std::string> lines;
  for (std::string line; reader.read(line);) lines.push_back(line);
  return lines;
}

TEST_CASE("the name of a text output says how it is written") {
  const TempDir dir;
  const auto [name, magic] = GENERATE(
      table<std::string, std::string>({{"x.bed", "c\t1"}, {"x.bed.gz", "\x1f\x8b"}, {"x.bgz", "\x1f\x8b"}}));
  const std::string path = (dir.path() / name).string();
  TextOutput out(path);
  out.write("c\t1\t2\n");
  out.write("c\t3\t4\n");
  CHECK_FALSE(std::filesystem::exists(path));
  out.commit();
  CHECK(test::read_file(path).starts_with(magic));
  CHECK(lines_of(path) == std::vector<std::string>{"c\t1\t2", "c\t3\t4"});
  CHECK(files_in(dir) == 1);
}

TEST_CASE("text outputs without commit leave nothing") {
  const TempDir dir;
  const std::string name = GENERATE("x.bed", "x.bed.gz");
  { TextOutput((dir.path() / name).string()).write("c\t1\t2\n"); }
  CHECK(files_in(dir) == 0);
}

TEST_CASE("text outputs go through a pipe") {
  const TempDir dir;
  const auto [name, magic] =
      GENERATE(table<std::string, std::string>({{"pipe.bed", "c\t1"}, {"pipe.gz", "\x1f\x8b"}}));
  const test::Fifo fifo(dir.path() / name);
  TextOutput out((dir.path() / name).string());
  out.write("c\t1\t2\n");
  out.commit();
  const std::string bytes = fifo.read();
  CHECK(bytes.starts_with(magic));
  CHECK(lines_of(dir.write("copy", bytes).string()) == std::vector<std::string>{"c\t1\t2"});
  CHECK(std::filesystem::is_fifo(dir.path() / name));
  CHECK(files_in(dir) == 2);
}

TEST_CASE("text outputs go to what a link points to") {
  const TempDir dir;
  const std::string name = GENERATE("link.bed", "link.gz");
  const std::filesystem::path link = dir.path() / name;
  std::filesystem::create_symlink("file", link);
  for (const std::string line : {"for nothing yet", "for a file"}) {
    TextOutput out(link.string());
    out.write(line + "\n");
    out.commit();
    CHECK(std::filesystem::is_symlink(link));
    CHECK(lines_of((dir.path() / "file").string()) == std::vector<std::string>{line});
    CHECK(files_in(dir) == 2);
  }
}

TEST_CASE("text outputs on a full device are an error") {
  const TempDir dir;
  const std::string name = GENERATE("full", "full.gz");
  const auto path = dir.path() / name;
  if (!test::make_full_device(path)) {
    WARN("skipped: device nodes cannot be made here");
    return;
  }
  const test::IgnoredLeaks bgzf;  // bgzf_close keeps its memory when the last write fails (htslib 1.16)
  CHECK(error_of(dir, [&] {
          TextOutput out(path.string());
          out.write("x\n");
          out.commit();
        }) == "cannot write '" + name + "': No space left on device");
  CHECK(std::filesystem::is_character_file(path));
  CHECK(files_in(dir) == 1);
}

TEST_CASE("an index needs a regular file") {
  const TempDir dir;
  const test::Fifo fifo(dir.path() / "pipe.gz");
  CHECK(error_of(dir, [&] {
          TextOutput((dir.path() / "pipe.gz").string()).commit_with_index(TabixPreset::bed);
        }) == "cannot index 'pipe.gz': its index needs a regular file");
  const test::Fifo index(dir.path() / "x.gz.tbi");
  CHECK(error_of(dir,
                 [&] { TextOutput((dir.path() / "x.gz").string()).commit_with_index(TabixPreset::bed); }) ==
        "cannot write 'x.gz.tbi': needs a regular file, since it is not written from start to end; "
        "'x.gz' itself is complete");
  CHECK(files_in(dir) == 3);
}

TEST_CASE("a tabix index beside the file") {
  const TempDir dir;
  const std::string path = (dir.path() / "x.bed.gz").string();
  TextOutput out(path);
  out.write("#h\nc\t1\t2\nc\t3\t4\nd\t0\t1\n");
  out.commit_with_index(TabixPreset::bed);
  CHECK(files_in(dir) == 2);
  const auto index = lines_of(path + ".tbi");  // an index is BGZF itself
  REQUIRE_FALSE(index.empty());
  CHECK(index[0].starts_with("TBI\x01"));
}

TEST_CASE("an index that older data had does not stay beside new data") {
  const TempDir dir;
  const std::string path = (dir.path() / "x.bed.gz").string();
  dir.write("x.bed.gz.csi", "of older data");
  TextOutput out(path);
  out.write("c\t1\t2\n");
  out.commit_with_index(TabixPreset::bed);
  CHECK(std::filesystem::exists(path + ".tbi"));
  CHECK(files_in(dir) == 2);
}

TEST_CASE("coordinates past 2^29 get a CSI index") {
  const TempDir dir;
  const std::string path = (dir.path() / "x.bed.gz").string();
  TextOutput out(path);
  out.write("c\t1\t2\nc\t600000000\t600000001\n");
  out.commit_with_index(TabixPreset::bed);
  CHECK(std::filesystem::exists(path + ".csi"));
  CHECK(files_in(dir) == 2);
}

TEST_CASE("what cannot be indexed") {
  const TempDir dir;
  const auto commit = [&](const std::string& name, std::string_view text) {
    return error_of(dir, [&] {
      TextOutput out((dir.path() / name).string());
      out.write(text);
      out.commit_with_index(TabixPreset::bed);
    });
  };
  CHECK(
      commit("x.bed.gz", "c\t3\t4\nc\t1\t2\n") ==
      "cannot index 'x.bed.gz': its lines are not sorted by contig and start; 'x.bed.gz' itself is complete");
  CHECK(lines_of((dir.path() / "x.bed.gz").string()) == std::vector<std::string>{"c\t3\t4", "c\t1\t2"});
  CHECK(
      commit("y.bed.gz", "c\t3\t4\nd\t1\t2\nc\t5\t6\n") ==
      "cannot index 'y.bed.gz': its lines are not sorted by contig and start; 'y.bed.gz' itself is complete");
  CHECK(commit("x.bed", "c\t3\t4\n") == "'x.bed' is not compressed, so it cannot be indexed; name it *.gz");
  CHECK(files_in(dir) == 2);
}

TEST_CASE("text outputs that cannot be made") {
  CHECK_THROWS_WITH(TextOutput("/nonexistent-folder/x.gz"),
                    "cannot create '/nonexistent-folder/x.gz': No such file or directory");
}

TEST_CASE("a full disk is an error") {
#ifdef __SANITIZE_ADDRESS__
  // htslib 1.16: bgzf_close returns without freeing its memory when the last flush fails.
  const __lsan::ScopedDisabler allow_the_leak_of_htslib;
#endif
  const TempDir dir;
  const test::FileSizeLimit limit(10);
  const std::string text = error_of(dir, [&] {
    BgzfOutput out((dir.path() / "x.gz").string());
    out.write("text\n");
    out.commit();
  });
  CHECK(text == "cannot write 'x.gz': File too large");
  CHECK(files_in(dir) == 0);
}

}  // namespace
}  // namespace seqlens::seqio
