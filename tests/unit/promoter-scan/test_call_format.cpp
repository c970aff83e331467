#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "promoter-scan/call_format.h"

using namespace seqlens;
using namespace promoter_scan;

namespace {

std::string line_of(std::string_view format, const CallLine& line) {
  std::string text;
  make_call_format(format, "enhancer")->append(text, line);
  return text;
}

CallLine call(float logit, Strand strand = Strand::forward, std::string_view read = {}) {
  return {"chr1", read, {{100, 400}, strand, 349, logit}, 0.75};
}

}  // namespace

TEST_CASE("a score ranks calls by their logits, whatever their probabilities are") {
  int before = -1;
  for (int step = -240; step <= 240; ++step) {
    const int score = rank_score(0.05 * step);
    INFO("logit " << 0.05 * step);
    CHECK(score >= before);
    // Where calls have their logits, a twentieth makes a difference.
    if (step > -100 && step <= 100) CHECK(score > before);
    before = score;
  }
  CHECK(rank_score(-1e30) == 0);
  CHECK(rank_score(0) == 500);
  CHECK(rank_score(1e30) == 1000);
}

TEST_CASE("BED: nine columns of BED, then ours; the TSS is the thick base, the colour the strand") {
  CHECK(line_of("bed", call(2.5F)) ==
        "chr1\t100\t400\tchr1:349:+\t697\t+\t349\t350\t0,114,178\t0.750000\t349\t2.500000\tenhancer\n");
  CHECK(line_of("bed", call(-1.F, Strand::reverse, "read1")) ==
        "chr1\t100\t400\tread1\t417\t-\t349\t350\t213,94,0\t0.750000\t349\t-1.000000\tenhancer\n");
  CHECK(line_of("bed9", call(2.5F)) == "chr1\t100\t400\tchr1:349:+\t697\t+\t349\t350\t0,114,178\n");
  CHECK(make_call_format("bed", "enhancer")
            ->header({})
            .ends_with("\n#chrom\tstart\tend\tname\tscore\tstrand\tthickStart\tthickEnd\titemRgb\t"
                       "probability\ttss\tlogit\tlabel\n"));
  CHECK(make_call_format("bed9", "enhancer")->header({}).empty());
}

TEST_CASE("a table keeps its first nine columns and has the label behind them") {
  CHECK(make_call_format("tsv", "enhancer")->header({}) ==
        "chrom\tstart\tend\tname\tscore\tstrand\tprobability\ttss\tlogit\tlabel\n");
  CHECK(line_of("tsv", call(2.5F)) ==
        "chr1\t100\t400\tchr1:349:+\t697\t+\t0.750000\t349\t2.500000\tenhancer\n");
}

TEST_CASE("GFF3 counts from 1 everywhere on the line, and its score ranks") {
  CHECK(line_of("gff3", call(2.5F)) ==
        "chr1\tpromoter-scan\tenhancer\t101\t400\t2.500000\t+\t.\t"
        "ID=chr1:350:+;tss=350;probability=0.750000;logit=2.500000\n");
}

TEST_CASE("autoSql names the columns of BED in their order") {
  const std::string text = call_autosql();
  std::size_t at = 0;
  for (const std::string_view name :
       {" chrom;", " chromStart;", " chromEnd;", " name;", " score;", " strand;", " thickStart;",
        " thickEnd;", " reserved;", " probability;", " tss;", " logit;", " label;"}) {
    INFO(name);
    const std::size_t found = text.find(name, at);
    CHECK(found != std::string::npos);
    at = found;
  }
}
