#include <catch2/catch.hpp>

#include "seqlens/seqio/bam_writer.h"

#include "compressed_input.h"
#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

const std::string header = "@HD\tVN:1.6\n@SQ\tSN:c1\tLN:100\n@SQ\tSN:c2\tLN:50\n";

std::string converted(const TempDir& dir, const std::string& sam, const std::string& name) {
  ReaderOptions options;
  options.keep_raw = true;
  options.primary_only = false;
  RecordReader reader(dir.write("in.sam", sam).string(), options);
  BamWriter writer((dir.path() / name).string(), reader.alignment_header(), {"test", "1", "test"});
  for (Record record; reader.read(record);) writer.write(*record.alignment, {});
  writer.commit();
  return (dir.path() / name).string();
}

TEST_CASE("alignments come as sequenced with their placement") {
  const TempDir dir;
  const std::string sam = header +
                          "r1\t0\tc1\t11\t60\t2S3M1D1M\t*\t0\t0\tACGTN=\tABCDEF\n"
                          "r2\t16\tc2\t1\t7\t4M\t*\t0\t0\tAACR\t*\n"
                          "r3\t4\t*\t0\t0\t*\t*\t0\t0\tGG\tII\n";
  const bool as_bam = GENERATE(false, true);
  RecordReader reader(as_bam ? converted(dir, sam, "x.bam") : dir.write("x.sam", sam).string());
  CHECK(reader.format() == (as_bam ? FileFormat::bam : FileFormat::sam));
  REQUIRE(reader.contigs().size() == 2);
  CHECK(reader.contigs().length("c2") == 50);
  Record record;
  // 2S3M1D1M covers 6 bases of SEQ.
  REQUIRE(reader.read(record));
  CHECK(record.name == "r1");
  CHECK(record.bases == "ACGTNN");
  CHECK(record.qualities == "ABCDEF");
  REQUIRE(record.alignment);
  CHECK(record.alignment->flag == 0);
  CHECK(record.alignment->contig == "c1");
  CHECK(record.alignment->contig_length == 100);
  CHECK(record.alignment->position == 10);
  CHECK(record.alignment->mapping_quality == 60);
  CHECK(record.alignment->cigar == std::vector<CigarOperation>{{'S', 2}, {'M', 3}, {'D', 1}, {'M', 1}});
  CHECK(record.alignment->is_mapped());
  CHECK_FALSE(record.alignment->raw);
  REQUIRE(reader.read(record));
  CHECK(record.bases == "YGTT");
  CHECK(record.qualities.empty());
  CHECK(record.alignment->is_reverse());
  CHECK(record.alignment->position == 0);
  REQUIRE(reader.read(record));
  CHECK(record.bases == "GG");
  CHECK_FALSE(record.alignment->is_mapped());
  CHECK(record.alignment->contig.empty());
  CHECK(record.alignment->position == -1);
  CHECK(reader.place() == reader.path() + ": record 3 'r3'");
  CHECK_FALSE(reader.read(record));
}

TEST_CASE("reads that are not primary are counted and passed over") {
  const TempDir dir;
  const std::string sam = header +
                          "a\t0\tc1\t1\t60\t2M\t*\t0\t0\tAC\t*\n"
                          "a\t256\tc1\t9\t0\t2M\t*\t0\t0\t*\t*\n"
                          "a\t2048\tc1\t9\t0\t1M1H\t*\t0\t0\tA\t*\n"
                          "b\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n";
  const std::string path = dir.write("x.sam", sam).string();
  RecordReader reader(path);
  Record record;
  REQUIRE(reader.read(record));
  REQUIRE(reader.read(record));
  CHECK(record.name == "b");
  CHECK(reader.place() == path + ": record 4 'b'");
  CHECK_FALSE(reader.read(record));
  CHECK(reader.counts().records == 2);
  CHECK(reader.counts().secondary == 1);
  CHECK(reader.counts().supplementary == 1);
  CHECK(reader.counts().without_bases == 1);
  ReaderOptions everything;
  everything.primary_only = false;
  const auto records = read_all(path, everything);
  REQUIRE(records.size() == 4);
  CHECK(records[1].alignment->is_secondary());
  CHECK(records[2].alignment->is_supplementary());
}

TEST_CASE("an alignment file without reads") {
  const TempDir dir;
  CHECK(read_all(dir.write("x.sam", header).string()).empty());
  CHECK(read_all(converted(dir, header, "x.bam")).empty());
}

TEST_CASE("alignments in pieces") {
  const TempDir dir;
  RecordReader reader(dir.write("x.sam", header + "r\t16\tc1\t1\t60\t5M\t*\t0\t0\tAACCC\t*\n").string());
  RecordHeader record;
  std::array<char, 3> buffer{};
  REQUIRE(reader.begin_record(record));
  CHECK(record.alignment->contig == "c1");
  CHECK(reader.read_bases(buffer) == 3);
  CHECK(std::string_view(buffer.data(), 3) == "GGG");
  CHECK(reader.read_bases(buffer) == 2);
  CHECK(reader.read_bases(buffer) == 0);
  CHECK_FALSE(reader.begin_record(record));
}

TEST_CASE("alignments that cannot be used are errors") {
  const TempDir dir;
  struct Case {
    std::string line;
    std::string text;
  };
  const auto [line, text] =
      GENERATE(Case{"r\t0\tc1\t1\t60\t2M1S2M\t*\t0\t0\tAACCC\t*",
                    "x: record 1 'r': CIGAR clips between other operations; only its ends may clip"},
               Case{"r\t0\tc1\t1\t60\t2S1H2M\t*\t0\t0\tAACC\t*",
                    "x: record 1 'r': CIGAR clips between other operations; only its ends may clip"},
               Case{"r\t4\t*\t0\t0\t*\t*\t0\t0\tAA.~\t*",
                    "x: record 1 'r': '~' in SEQ; letters, '=' and '.' are expected"});
  CHECK(reading_error(dir, header + line + "\n") == text);
}

TEST_CASE("of a SAM line that is malformed the first misfit is named") {
  const TempDir dir;
  struct Case {
    std::string line;
    std::string text;
  };
  const std::string good = "r\t0\tc1\t1\t60\t4M\t*\t0\t0\tAACC\tIIII";
  const auto [line, text] = GENERATE_COPY(
      Case{"", "the line is empty; a read with 11 or more columns is expected"},
      Case{"r 0 c1 1", "1 column, with spaces; 11 or more are expected, separated by tabs"},
      Case{"r\t0\tc1\t1", "4 columns; 11 or more are expected, separated by tabs"},
      Case{"r\t0\tc1\t1\t60\t4M\t*\t0\t0\tAACC", "10 columns; 11 or more are expected, separated by tabs"},
      Case{std::string(255, 'q') + "\t0\tc1\t1\t60\t4M\t*\t0\t0\tAACC\t*",
           "QNAME '" + std::string(40, 'q') + "...' (column 1) has 255 letters; at most 254 are allowed"},
      Case{"r\t-1\tc1\t1\t60\t4M\t*\t0\t0\tAACC\t*",
           "FLAG '-1' (column 2) is not a whole number from 0 to 65535"},
      Case{"r\t0\tc1\tx\t60\t4M\t*\t0\t0\tAACC\t*", "POS 'x' (column 4) is not a whole number of 0 or more"},
      Case{"r\t0\tc1\t1\t-5\t4M\t*\t0\t0\tAACC\t*",
           "MAPQ '-5' (column 5) is not a whole number from 0 to 255"},
      Case{"r\t0\tc1\t1\t60\t3M1Q\t*\t0\t0\tAACC\t*",
           "CIGAR '3M1Q' (column 6) is neither '*' nor numbers with one of MIDNSHP=X behind each"},
      Case{"r\t0\tc1\t1\t60\t4\t*\t0\t0\tAACC\t*",
           "CIGAR '4' (column 6) is neither '*' nor numbers with one of MIDNSHP=X behind each"},
      Case{"r\t0\tc1\t1\t60\t1S1M1D1I\t*\t0\t0\tAACC\t*",
           "CIGAR '1S1M1D1I' (column 6) covers 3 bases, SEQ (column 10) has 4"},
      Case{"r\t0\tc1\t1\t60\t4M\t*\t-1\t0\tAACC\t*",
           "PNEXT '-1' (column 8) is not a whole number of 0 or more"},
      Case{"r\t0\tc1\t1\t60\t4M\t*\t0\tx\tAACC\t*", "TLEN 'x' (column 9) is not a whole number"},
      Case{"r\t0\tc1\t1\t60\t4M\t*\t0\t0\tAACC\tIII",
           "QUAL (column 11) has 3 qualities, SEQ (column 10) 4 bases; one each, or '*', is expected"},
      Case{"r\t0\tc1\t1\t60\t4M\t*\t0\t0\tAACC\tII I", "0x20 in QUAL (column 11); '!' to '~' are expected"},
      Case{good + "\tNM:i:0\tNM", "tag 'NM' (column 13) is not of the form TAG:TYPE:VALUE, such as NM:i:3"},
      Case{good + "\tNM:q:1", "tag 'NM:q:1' (column 12) is not of one of the types A, i, f, Z, H and B"},
      Case{good + "\tXA:A:", "tag 'XA:A:' (column 12) is not one letter"},
      Case{good + "\tNM:i:4294967296",
           "tag 'NM:i:4294967296' (column 12) is not a whole number from -2147483648 to 4294967295"},
      Case{good + "\tXF:f:", "tag 'XF:f:' (column 12) is not a number"},
      Case{good + "\tXZ:Z:\tXH:H:1AB", "tag 'XH:H:1AB' (column 13) is not two hexadecimal digits a byte"},
      Case{good + "\tXB:B:f,1,-2.5e3\tXC:B:c\tXD:B:i,1,4294967296",
           "tag 'XD:B:i,1,4294967296' (column 14) is not one of cCsSiIf and numbers that fit, each behind a "
           "comma"});
  // A longer line before it leaves its end in htslib's buffer.
  CHECK(reading_error(dir, header + good + "\tXZ:Z:long\n" + line + "\n") == "x:5: record 2: " + text);
}

TEST_CASE("a SAM line cut short is an error with or without its line end") {
  const TempDir dir;
  const std::string text = "x:4: record 1: 3 columns; 11 or more are expected, separated by tabs";
  CHECK(reading_error(dir, header + "r\t0\tc1") == text);
  CHECK(reading_error(dir, header + "r\t0\tc1\r\n") == text);
}

TEST_CASE("a read on a contig that the header lacks is an error") {
  const TempDir dir;
  const auto on = [](const std::string& contig, const std::string& next) {
    return "r\t0\t" + contig + "\t1\t60\t4M\t" + next + "\t1\t0\tAACC\t*\n";
  };
  const std::string advice = "; give it an @SQ line or mend the name";
  CHECK(reading_error(dir, header + on("c1", "=") + on("chrc1", "*")) ==
        "x:5: record 2: RNAME (column 3): contig 'chrc1' is not in the header of x, which has 'c1', 'c2' "
        "('chr' prefix?)" +
            advice);
  CHECK(reading_error(dir, header + on("c1", "c3")) ==
        "x:4: record 1: RNEXT (column 7): contig 'c3' is not in the header of x, which has 'c1', 'c2'" +
            advice);
  CHECK(reading_error(dir, "@HD\tVN:1.6\n" + on("c1", "*")) ==
        "x:2: record 1: RNAME (column 3): contig 'c1' is not in the header of x, which has no contigs" +
            advice);
}

TEST_CASE("contigs of reads go by their alternative names too") {
  const TempDir dir;
  const std::string sam =
      "@SQ\tSN:c1\tLN:100\tAN:chr1\n"
      "r\t0\tchr1\t1\t60\t4M\tchr1\t0\t0\tAACC\t*\n"
      "r\t4\tchr1\t0\t0\t*\t*\t0\t0\tAA\t*\n";
  const auto records = read_all(dir.write("x.sam", sam).string());
  REQUIRE(records.size() == 2);
  CHECK(records[0].alignment->contig == "c1");
}

TEST_CASE("a malformed header is an error") {
  const TempDir dir;
  const std::string line = GENERATE("@SQ\tSN:c1\n", "@SQ\tLN:5\n", "@SQ\tSN:c1\tLN:5\n@RG\tSM:x\n");
  CHECK(reading_error(dir, line + "r\t4\t*\t0\t0\t*\t*\t0\t0\tAACC\t*\n") ==
        "x: header malformed (its @SQ, @RG and @PG lines need SN and LN, ID, ID, each name once)");
}

TEST_CASE("a read that runs past its contig is read") {
  const TempDir dir;
  const auto records =
      read_all(dir.write("x.sam", header + "r\t0\tc2\t49\t60\t4M\t*\t0\t0\tAACC\t*\n").string());
  REQUIRE(records.size() == 1);
  CHECK(records[0].alignment->position == 48);
}

TEST_CASE("truncated BAM is told from the end") {
  const TempDir dir;
  std::string sam = header;
  for (int i = 0; i < 5; ++i) sam += std::to_string(i) + "\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\tIIII\n";
  const std::string bam = test::read_file(converted(dir, sam, "x.bam"));
  const std::string no_end = bam.substr(0, bam.size() - bgzf_end_block_bytes);
  CHECK(reading_error(dir, no_end) == "x: truncated after record 5 (no end-of-file block); copy it again");
  CHECK(reading_error(dir, no_end.substr(0, no_end.size() - 8)) ==
        "x: truncated or damaged after record 0; copy it again");
  CHECK(reading_error(dir, bam.substr(0, 40)) ==
        "x: compressed data damaged or cut short after line 0; copy it again");
}

TEST_CASE("CRAM is read with its reference and not without") {
  const TempDir dir;
  const std::string bases = "ACGTTGCAACGGTCATTACGATCAGCATCGACTACGACTAGCATCAGCAT";
  const std::string reference =
      dir.write("ref.fa", ">c1\n" + bases + bases + "\n>c2\n" + bases + "\n").string();
  const std::string sam = header + "r1\t0\tc1\t1\t60\t50M\t*\t0\t0\t" + bases + "\t*\n";
  ReaderOptions options;
  options.keep_raw = true;
  RecordReader reader(dir.write("in.sam", sam).string(), options);
  const std::string path = (dir.path() / "x.cram").string();
  BamWriter writer(path, reader.alignment_header(), {"test", "1", "test"}, {reference});
  for (Record record; reader.read(record);) writer.write(*record.alignment, {});
  writer.commit();

  CHECK(error_of(dir, [&] { read_all(path); }) ==
        "x.cram: record 1 cannot be decoded: damaged or cut short, or the FASTA it was compressed against is "
        "needed (--reference)");
  options.keep_raw = false;
  options.reference = reference;
  const auto records = read_all(path, options);
  REQUIRE(records.size() == 1);
  CHECK(records[0].bases == bases);
  CHECK_FALSE(std::filesystem::exists(reference + ".fai"));
  options.reference = dir.write("other.fa", ">c9\nAC\n").string();
  CHECK(error_of(dir, [&] { read_all(path, options); }) ==
        "x.cram: record 1 cannot be decoded: damaged or cut short, or not compressed against 'other.fa'");
  // The last 38 bytes of a CRAM 3 are its end-of-file container.
  const std::string bytes = test::read_file(path);
  options.reference = reference;
  const std::string cut = dir.write("y.cram", bytes.substr(0, bytes.size() - 38)).string();
  CHECK(error_of(dir, [&] { read_all(cut, options); }) ==
        "y.cram: truncated after record 1 (no end-of-file block); copy it again");
  const std::string in_container = dir.write("z.cram", bytes.substr(0, bytes.size() - 50)).string();
  CHECK(error_of(dir, [&] { read_all(in_container, options); }) ==
        "z.cram: truncated after record 0 (no end-of-file block); copy it again");
}

TEST_CASE("a CRAM without a reference holds the bases and one whose reference lacks a contig is refused") {
  const TempDir dir;
  const std::string bases = "ACGTTGCAACGGTCATTACGATCAGCATCGACTACGACTAGCATCAGCAT";
  const std::string sam = header + "r1\t0\tc1\t1\t60\t50M\t*\t0\t0\t" + bases + "\t*\n";
  const std::string input = dir.write("in.sam", sam).string();
  const std::string path = (dir.path() / "x.cram").string();
  const auto write = [&](const std::string& reference) {
    ReaderOptions options;
    options.keep_raw = true;
    RecordReader reader(input, options);
    BamWriter writer(path, reader.alignment_header(), {"test", "1", "test"}, {reference});
    for (Record record; reader.read(record);) writer.write(*record.alignment, {});
    writer.commit();
  };

  const std::string other = dir.write("other.fa", ">1\nACGT\n").string();
  CHECK(error_of(dir, [&] { write(other); }) == "read 'r1': contig 'c1' is not in other.fa, which has '1'");
  CHECK_FALSE(std::filesystem::exists(path));
  write("");
  const auto records = read_all(path);
  REQUIRE(records.size() == 1);
  CHECK(records[0].bases == bases);
}

}  // namespace
}  // namespace seqlens::seqio
