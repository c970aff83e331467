// mutation-scan with a classification checkpoint of every published family: each line against the scorer
// itself.
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/cli/streams.h"
#include "seqlens/core/random.h"
#include "seqlens/model/published_model.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/scan_model.h"

#include "mutation-scan/run.h"
#include "published_classifier.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

constexpr std::int64_t kWindow = 36;

std::string run(const mutation_scan::Options& options) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "mutation-scan");
  REQUIRE(mutation_scan::run(options, streams) == 0);
  return out.str();
}

std::string random_bases(std::int64_t count) {
  Random random(12);
  std::string bases;
  for (std::int64_t i = 0; i < count; ++i) bases += "ACGT"[random.below(4)];
  return bases;
}

float logit_of(const scan::ScanModel& model, const std::string& bases) {
  const std::int64_t start = 0;
  std::optional<float> logit;
  model.scorer().score(bases, {&start, 1}, true, {&logit, 1});
  return logit.value();
}

/// The whole table of a record that is one window, each mutant scored from scratch.
std::string expected_table(const scan::ScanModel& model, const std::string& bases) {
  std::string text = "chrom\tpos\tref\talt\tlogit_ref\tlogit_alt\tdelta\n";
  const float reference = logit_of(model, bases);
  for (std::size_t at = 0; at < bases.size(); ++at) {
    for (const char base : std::string("ACGT")) {
      if (base == bases[at]) continue;
      std::string mutant = bases;
      mutant[at] = base;
      const float logit = logit_of(model, mutant);
      text += fmt::format("r\t{}\t{}\t{}\t{:.6f}\t{:.6f}\t{:.6f}\n", at, bases[at], base, reference, logit,
                          static_cast<double>(logit) - static_cast<double>(reference));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a checkpoint of any family gives each mutant the logit of its bases alone") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const TempDir inputs;
  const std::string bases = random_bases(kWindow);
  const auto input = inputs.write("x.fa", ">r\n" + bases + "\n");
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 2, R"({"0":"background","1":"promoter"})", folder);
    mutation_scan::Options options;
    options.model = folder.path().string();
    options.inputs = {input.string()};
    options.strand = "+";
    options.classifier.window_bases = static_cast<int>(kWindow);
    const scan::ScanModel model(model::load_model(folder.path()), folder.path(), "model", options.classifier);
    const std::string expected = expected_table(model, bases);
    for (const int threads : {1, 2}) {
      const parallel::ThreadBudget budget(threads);
      CHECK(run(options) == expected);
    }
  }
}
