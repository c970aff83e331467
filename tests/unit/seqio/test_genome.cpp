#include <thread>

#include <catch2/catch.hpp>

#include "seqlens/seqio/genome.h"

#include "compressed_input.h"
#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

const std::string fasta = ">one first\nACGT\nacgt\nNN\n>two\r\nAC\r\nGT\r\nA\r\n>empty\n>last\nGGGTTTCCC";

std::size_t files_in(const TempDir& dir) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir.path()), {}));
}

TEST_CASE("any interval of any contig") {
  const TempDir dir;
  const bool compressed = GENERATE(false, true);
  const Genome genome(dir.write("x.fa", compressed ? bgzip_of(fasta) : fasta).string());
  REQUIRE(genome.contigs().size() == 4);
  CHECK(genome.contigs().contigs()[0].name == "one");
  CHECK(genome.contigs().length("one") == 10);
  CHECK(genome.contigs().length("empty") == 0);
  CHECK(genome.fetch("one") == "ACGTacgtNN");
  CHECK(genome.fetch("two") == "ACGTA");
  CHECK(genome.fetch("last") == "GGGTTTCCC");
  CHECK(genome.fetch("empty").empty());
  CHECK(genome.fetch("one", {3, 9}) == "TacgtN");
  CHECK(genome.fetch("two", {1, 4}) == "CGT");
  CHECK(genome.fetch("one", {10, 10}).empty());
  CHECK(files_in(dir) == 1);  // no index beside the file
}

TEST_CASE("outside a contig padding is N") {
  const TempDir dir;
  const Genome genome(dir.write("x.fa", fasta).string());
  CHECK(genome.fetch_padded("two", {-2, 7}) == "NNACGTANN");
  CHECK(genome.fetch_padded("two", {1, 3}) == "CG");
  CHECK(genome.fetch_padded("two", {-5, -2}) == "NNN");
  CHECK(genome.fetch_padded("two", {9, 11}) == "NN");
  CHECK(genome.fetch_padded("two", {3, 3}).empty());
}

TEST_CASE("what is not in the genome") {
  const TempDir dir;
  const Genome genome(dir.write("x.fa", fasta).string());
  const auto error = [&](std::string_view contig, Interval interval) {
    return error_of(dir, [&] { static_cast<void>(genome.fetch(contig, interval)); });
  };
  CHECK(error("chrone", {0, 1}) ==
        "x.fa: contig 'chrone' is not in x.fa, which has 'one', 'two', ... ('chr' prefix?)");
  CHECK(error("one", {5, 11}) ==
        "x.fa: bases 5 to 11 (0-based, half-open) are not in contig 'one', which has 10");
  CHECK(error("one", {-1, 3}) ==
        "x.fa: bases -1 to 3 (0-based, half-open) are not in contig 'one', which has 10");
}

TEST_CASE("files without random access") {
  const TempDir dir;
  const auto error = [&](std::string_view bytes) {
    const std::string path = dir.write("x.fa", bytes).string();
    return error_of(dir, [&] { Genome genome(path); });
  };
  CHECK(error(gzip_of(fasta)) ==
        "x.fa: plain gzip allows no random access; recompress it with bgzip or decompress it");
  const std::string bgzip = bgzip_of(fasta);
  CHECK(error(bgzip.substr(0, bgzip.size() - bgzf_end_block_bytes)) ==
        "x.fa: truncated (no end-of-file block); copy it again");
  const std::string advice =
      "; random access (--region, --bed, --shard, a reference, bigWig) needs FASTA, plain or bgzip";
  CHECK(error("@r\nA\n+\nI\n") == "x.fa: is FASTQ sequence text" + advice);
  CHECK(error("@SQ\tSN:c\tLN:9\nr\t4\t*\t0\t0\t*\t*\t0\t0\tA\t*\n") ==
        "x.fa: is SAM version 1 sequence text" + advice);
  CHECK(error(bgzip_of(std::string("BAM\1\0\0\0\0\0\0\0\0", 12))) ==
        "x.fa: is BAM version 1 compressed sequence data" + advice);
  CHECK(error("hello\n") == "x.fa:1: starts with 'h'; a FASTA record starts with '>'");
  CHECK(
      error("\xef\xbb\xbf>a\nA\n") ==
      "x.fa:1: starts with a UTF-8 byte order mark (3 bytes, to be removed); a FASTA record starts with '>'");
  CHECK(error(">a\nA\n>b\nA\n>a\nC\n") ==
        "x.fa:5: contig 'a' is there twice (first in line 1); names must differ for random access");
  CHECK(error(">a\nACGT\nAC\nACGT\n") ==
        "x.fa:4: contig 'a' has lines of different lengths (or an empty line in it), so no place in it can "
        "be looked "
        "up; rewrap the file");
  CHECK(error(">a\nAC\n\nAC\n") ==
        "x.fa:4: contig 'a' has lines of different lengths (or an empty line in it), so no place in it can "
        "be looked "
        "up; rewrap the file");
  CHECK(error(">a\nAC\nACG\n") ==
        "x.fa:3: contig 'a' has lines of different lengths (or an empty line in it), so no place in it can "
        "be looked "
        "up; rewrap the file");
  const std::string blanks =
      "contig 'a' has blanks inside its lines, so no place in it can be looked up; rewrap the file";
  CHECK(error(">a\nA C\n") == "x.fa:2: " + blanks);
  CHECK(error(">a\nAC\n C\n") == "x.fa:3: " + blanks);
  CHECK(error(">a\nA\rC\n") == "x.fa:2: " + blanks);
  CHECK(error(">a\nA1C\n") == "x.fa:2: '1' in a sequence; letters, '*' and '-' are expected");
  CHECK(error_of(dir, [] { Genome genome("-"); }) ==
        "standard input: random access needs a file; save it to one first");
  CHECK(error_of(dir, [] { Genome genome("s3://bucket/x.fa"); }) ==
        "s3://bucket/x.fa: remote files are not read unless --allow-remote is given; or download it first");
  CHECK(error_of(dir, [&] { Genome genome((dir.path() / "none.fa").string()); }) ==
        "cannot open 'none.fa': No such file or directory");
}

TEST_CASE("an empty genome has no contigs") {
  const TempDir dir;
  const std::string text = GENERATE("", "\n\n");
  CHECK(Genome(dir.write("x.fa", text).string()).contigs().empty());
}

TEST_CASE("an index beside the file is used when it is not older") {
  const TempDir dir;
  // What we would not index shows whose word it is: the second line is shorter, the third longer.
  const std::string path = dir.write("x.fa", ">a\nACGT\nACG\nACGTA\n").string();
  const auto file = dir.write("x.fa.fai", "a\t12\t3\t4\t5\n");
  CHECK(Genome(path).contigs().length("a") == 12);
  std::filesystem::last_write_time(file, std::filesystem::last_write_time(path) - std::chrono::seconds(10));
  CHECK_THROWS_AS(Genome(path), InputError);
}

TEST_CASE("an index that does not fit is not used") {
  const TempDir dir;
  const std::string path = dir.write("x.fa", "\n>a\nACGT\nACGT\n>m\nTT\r\n\n>nn some\n>b\nGG\n").string();
  const std::string a = "a\t8\t4\t4\t5\n";
  const std::string m = "m\t2\t17\t2\t4\n";
  const std::string n = "nn\t0\t31\t0\t0\n";
  const std::string b = "b\t2\t34\t2\t3\n";
  const std::vector<std::string> indexes{a + m + n + b,
                                         m + a + n + b,                  // order
                                         a + n + b,                      // a contig less
                                         a + m + n,                      // the last one less
                                         "a\t7\t4\t4\t5\n" + m + n + b,  // length
                                         a + "m\t1\t17\t2\t4\n" + n + b,
                                         a + m + n + "b\t1\t34\t2\t3\n",
                                         a + "x\t2\t17\t2\t4\n" + n + b,  // name
                                         a + m + n + "c\t2\t34\t2\t3\n",
                                         a + "m\t2\t16\t2\t4\n" + n + b,  // offset
                                         a + m + n + "b\t2\t33\t2\t3\n",
                                         a + m + n + "b\t2\t9999999\t2\t3\n",
                                         a + "m\t9\t17\t9\t10\n" + n + b,  // reaches into the next one
                                         a + m + "nn\t1\t31\t1\t2\n" + b,
                                         a + m + n + "b\t-2\t34\t2\t3\n",  // no index
                                         "a\t8\t4\n",
                                         ""};
  for (const std::string& index : indexes) {
    INFO(index);
    dir.write("x.fa.fai", index);
    const Genome genome(path);
    CHECK(genome.contigs().size() == 4);
    CHECK(genome.fetch("a") == "ACGTACGT");
    CHECK(genome.fetch("m") == "TT");
    CHECK(genome.fetch("nn").empty());
    CHECK(genome.fetch("b") == "GG");
  }
}

TEST_CASE("blanks at the ends of lines are passed over, with an index beside the file or without") {
  const TempDir dir;
  const std::string path = dir.write("x.fa", GENERATE(">a\nACGT \nTTGG \nC\n", ">a\nACGT\r\nTTGG\r\nC\r\n",
                                                      ">a\nACGT \t\nTTGG\t \nC"))
                               .string();
  CHECK(Genome(path).fetch("a", {3, 9}) == "TTTGGC");
  dir.write("x.fa.fai", "a\t9\t3\t4\t6\n");  // what samtools makes of the first two
  CHECK(Genome(path).fetch("a", {3, 9}) == "TTTGGC");
}

TEST_CASE("an index that does not tell blanks inside lines from those at the ends is not used") {
  const TempDir dir;
  const std::string path = dir.write("x.fa", ">a\nAC GT\nTTGG \nC\n").string();
  dir.write("x.fa.fai", "a\t9\t3\t4\t6\n");
  CHECK(
      error_of(dir, [&] { Genome genome(path); }) ==
      "x.fa:2: contig 'a' has blanks inside its lines, so no place in it can be looked up; rewrap the file");
}

TEST_CASE("threads may share a genome") {
  const TempDir dir;
  std::string text = ">a\n";
  for (int i = 0; i < 1000; ++i) text += std::string(60, "ACGT"[i % 4]) + "\n";
  const Genome genome(dir.write("x.fa", bgzip_of(text)).string());
  std::array<int, 4> wrong{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = 0; i < 200; ++i) {
        const auto line = static_cast<std::int64_t>(t) * 200 + i;
        wrong[t] += genome.fetch("a", {line * 60, line * 60 + 60}) != std::string(60, "ACGT"[line % 4]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::array<int, 4>{});
}

}  // namespace
}  // namespace seqlens::seqio
