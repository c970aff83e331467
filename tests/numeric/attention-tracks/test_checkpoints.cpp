// attention-tracks with every published family that reads DNA: what a head's track sums to, and threads.
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/cli/streams.h"
#include "seqlens/core/random.h"
#include "seqlens/parallel/thread_budget.h"

#include "attention-tracks/run.h"
#include "published_classifier.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

std::string file_text(const std::filesystem::path& file) {
  std::ifstream stream(file);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void run(const attention_tracks::Options& options) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "attention-tracks");
  REQUIRE(attention_tracks::run(options, streams) == 0);
}

/// Sum of value times bases over the lines of a bedGraph.
double mass_of(const std::string& bedgraph) {
  std::istringstream lines(bedgraph);
  double mass = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string chrom;
    double begin = 0, end = 0, value = 0;
    REQUIRE(fields >> chrom >> begin >> end >> value);
    REQUIRE(std::isfinite(value));
    mass += (end - begin) * value;
  }
  return mass;
}

}  // namespace

TEST_CASE("heads of every DNA family share out what is received for any number of threads") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const TempDir inputs;
  Random random(3);
  std::string bases;
  for (int i = 0; i < 90; ++i) bases += "ACGT"[random.below(4)];
  const auto input = inputs.write("x.fa", ">r\n" + bases + "\n");
  for (const std::string name : {"nt_v1_tiny", "nt_v2_tiny", "dnabert_tiny", "dnabert2_tiny"}) {
    INFO(name);
    std::vector<std::string> texts;
    for (const int threads : {1, 2}) {
      const parallel::ThreadBudget budget(threads);
      const TempDir outputs;
      attention_tracks::Options options;
      options.model = (fixtures / name).string();
      options.inputs = {input.string()};
      options.reduce = "received";
      options.heads = "L0H0";
      options.formats = {"bedgraph"};
      options.strand = "+";
      options.output = (outputs.path() / "t").string();
      run(options);
      texts.push_back(file_text(outputs.path() / "t.L0H0.bedGraph"));
    }
    CHECK(texts[0] == texts[1]);
    const double mass = mass_of(texts[0]);
    CHECK(mass > 0.1);        // of a random model: no token has it all,
    CHECK(mass <= 1 + 1e-3);  // and special tokens keep the rest
  }
}
