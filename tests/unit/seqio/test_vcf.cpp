#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/vcf.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::seqio;

namespace {

const std::string kHead =
    "##fileformat=VCFv4.2\n##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n"
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\n";

std::vector<VcfRecord> read_all(const std::string& text) {
  const test::TempDir dir;
  VcfReader reader(dir.write("a.vcf", text));
  std::vector<VcfRecord> records;
  for (VcfRecord record; reader.read(record);) records.push_back(record);
  return records;
}

void rejects(const std::string& text, const std::string& message) {
  const test::TempDir dir;
  const auto path = dir.write("a.vcf", text);
  const auto read = [&] {
    VcfReader reader(path);
    for (VcfRecord record; reader.read(record);) continue;
  };
  CHECK_THROWS_WITH(read(), path.string() + message);
}

VcfRecord with_text(const std::string& text) {
  VcfRecord record;
  record.text = text;
  return record;
}

}  // namespace

TEST_CASE("a VCF line is parsed and kept") {
  const auto records = read_all(
      kHead + "X\t10\trs1\tAC\tA,<DEL>,*\t50\tPASS\tDP=3\tGT\t0/1\r\n\nY\t0\t.\tN\t.\t.\t.\t.\tGT\t.\n");
  REQUIRE(records.size() == 2);
  CHECK(records[0].contig == "X");
  CHECK(records[0].position == 9);
  CHECK(records[0].reference == "AC");
  CHECK(records[0].alternatives == std::vector<std::string>{"A", "<DEL>", "*"});
  CHECK(records[0].text == "X\t10\trs1\tAC\tA,<DEL>,*\t50\tPASS\tDP=3\tGT\t0/1");
  CHECK(records[0].line == 4);
  CHECK(records[1].position == -1);
  CHECK(records[1].alternatives.empty());
  CHECK(records[1].line == 6);
}

TEST_CASE("malformed VCF says where and what") {
  rejects("", ": is empty; a VCF begins with '##fileformat=VCF'");
  rejects("BCF\2\2xx", ": is BCF; write it as VCF: bcftools view FILE");
  rejects("X\t1\n", ":1: is no VCF: the first line must begin with '##fileformat=VCF'");
  rejects("##fileformat=VCFv4.2\n", ":1: the header ends without a line '#CHROM'");
  rejects("##fileformat=VCFv4.2\nX\t1\n", ":2: the header ends without a line '#CHROM'");
  rejects(kHead + "X\t1\n", ":4: 2 columns; at least 8 are expected, separated by tabs");
  rejects(kHead + "X\n", ":4: 1 column; at least 8 are expected, separated by tabs");
  rejects(kHead + "X\t1\t.\tA\tC\t.\t.\t.\tGT\n", ":4: 9 columns; the line '#CHROM' names 10 (cut short?)");
  rejects(kHead + "X\t-1\t.\tA\tC\t.\t.\t.\tGT\t.\n",
          ":4: POS '-1' (column 2) is not a whole number of 0 or more");
  rejects(kHead + "X\t1\t.\t\tC\t.\t.\t.\tGT\t.\n", ":4: CHROM, REF or ALT (columns 1, 4, 5) is empty");
  rejects(kHead + "X\t1\t.\tA\tC,,T\t.\t.\t.\tGT\t.\n", ":4: ALT (column 5) has an empty allele");
}

TEST_CASE("our INFO keys are added, and those of an earlier run are gone") {
  const std::string front = "X\t1\t.\tA\tC\t.\t.\t";
  const std::vector<std::pair<std::string, std::string>> added{{"S_B", "2"}};
  const auto line = [&](const std::string& rest, bool scored) {
    const auto text = with_info(with_text(front + rest), "S_", scored ? added : decltype(added)());
    REQUIRE(text.starts_with(front));
    return text.substr(front.size());
  };
  CHECK(line(".", true) == "S_B=2\n");
  CHECK(line("A=1;F", true) == "A=1;F;S_B=2\n");
  CHECK(line("S_B=7;B=1\tGT\t0/1", true) == "B=1;S_B=2\tGT\t0/1\n");
  CHECK(line("S_A=7;A=S_B=3;S_F", true) == "A=S_B=3;S_B=2\n");
  CHECK(line("S_A=7\tGT", false) == ".\tGT\n");
  CHECK(line("B=7", false) == "B=7\n");
}

TEST_CASE("our definitions replace all of an earlier run") {
  const test::TempDir dir;
  const std::string earlier = "##INFO=<ID=D_OLD,Number=1,Type=Integer,Description=\"gone\">\n";
  const VcfReader reader(dir.write("a.vcf", std::string(kHead).insert(kHead.find("#CHROM"), earlier)));
  const std::string header =
      vcf_header(reader, "D", {{"DP", "A", "Float", "mine"}, {"Q", "1", "String", "new"}});
  CHECK(header ==
        "##fileformat=VCFv4.2\n##INFO=<ID=DP,Number=A,Type=Float,Description=\"mine\">\n"
        "##INFO=<ID=Q,Number=1,Type=String,Description=\"new\">\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\n");
}
