#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "attention-lab/claims.h"
#include "attention-lab/run.h"
#include "support/temp_dir.h"

using namespace attention_lab;

namespace {

const Check& check_named(const Finding& finding, const std::string& what) {
  for (const Check& check : finding.checks)
    if (check.what.find(what) != std::string::npos) return check;
  FAIL("no number '" << what << "'");
  return finding.checks.front();
}

/// Claims that even a quick run of one seed must see; the others need the full run, and their controls count.
const std::set<std::string> kSeenQuickly{
    "scaling",      "order",          "heads",          "path-length",
    "residuals",    "quadratic-cost", "cause",          "unused-attention",
    "contact-maps", "heat",           "irregular-time", "volumes",
    "wavelengths",  "critical-chains"};

}  // namespace

TEST_CASE("a quick run of all claims: verdicts, controls, files") {
  const seqlens::test::TempDir dir;
  Options options;
  options.quick = true;
  options.output = (dir.path() / "lab").string();
  for (const Claim& claim : claims()) options.claims.emplace_back(claim.name);
  std::istringstream in;
  std::ostringstream out, err;
  seqlens::cli::Streams streams(in, out, err, "attention-lab");
  REQUIRE(run(options, streams) == 0);

  std::map<std::string, std::string> verdicts;
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string name, verdict, kind, number, found, wanted, met;
    for (std::string* field : {&name, &verdict, &kind, &number, &found, &wanted, &met})
      std::getline(fields, *field, '\t');
    verdicts[name] = verdict;
    INFO(line);
    if (kSeenQuickly.contains(name)) CHECK((met == "yes" || kind == "limit"));
    if (kind == "control") CHECK(met == "yes");
  }
  REQUIRE(verdicts.size() == claims().size());
  for (const auto& [name, verdict] : verdicts) {
    INFO(name);
    if (kSeenQuickly.contains(name)) CHECK((verdict == "holds" || verdict == "holds with limits"));
    for (const char* extension : {".json", ".tsv", ".svg"})
      CHECK(std::filesystem::file_size(dir.path() / "lab" / (name + extension)) > 200);
  }
  CHECK(std::filesystem::file_size(dir.path() / "lab" / "report.html") > 50'000);
}

TEST_CASE("costs are counted, not timed") {
  const Finding finding = kQuadraticCost.run({.quick = true, .seeds = 1, .first_seed = 1});
  CHECK(check_named(finding, "exponent of multiply-adds").found.mean == Approx(2));
  CHECK(check_named(finding, "exponent of multiply-adds in chunks").found.mean == Approx(1));
  CHECK(check_named(finding, "bytes of a kept matrix").found.mean == Approx(2));
  CHECK(check_named(finding, "exponent of scratch memory").found.mean <= 1.1);
}
