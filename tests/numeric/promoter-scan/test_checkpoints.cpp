// promoter-scan with a classification checkpoint of every published family: scans, records, headers, threads.
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/cli/streams.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/model/published_model.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/model_tokenizer.h"
#include "seqlens/scan/scan_model.h"

#include "promoter-scan/run.h"
#include "published_classifier.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

constexpr const char* kLabels = R"({"0":"background","1":"promoter"})";

struct Outcome {
  std::string out;
  std::string err;
};

Outcome run(const promoter_scan::Options& options) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "promoter-scan");
  const int status = promoter_scan::run(options, streams);
  REQUIRE(status == 0);
  return {out.str(), err.str()};
}

std::string fasta(const std::vector<std::size_t>& lengths) {
  Random random(5);
  std::string text;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    text += ">r" + std::to_string(i) + "\n";
    for (std::size_t b = 0; b < lengths[i]; ++b) text += "ACGTacgt"[random.below(8)];
    text += "\n";
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

promoter_scan::Options options_for(const std::filesystem::path& model, const std::filesystem::path& input) {
  promoter_scan::Options options;
  options.model = model.string();
  options.inputs = {input.string()};
  options.min_logit = -1e6;
  return options;
}

}  // namespace

TEST_CASE("a scan with a checkpoint of any family does not depend on threads and batches") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const TempDir inputs;
  const auto input = inputs.write("x.fa", fasta({700, 40, 90}));
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 2, kLabels, folder);
    auto options = options_for(folder.path(), input);
    options.window = 60;
    std::vector<std::string> outputs;
    for (const int threads : {1, 2}) {
      for (const std::int64_t batch : {64, 1 << 16}) {
        const parallel::ThreadBudget budget(threads);
        options.batch = batch;
        outputs.push_back(run(options).out);
      }
    }
    for (const std::string& output : outputs) CHECK(output == outputs.front());
    const auto lines = lines_of(outputs.front());
    REQUIRE(lines.size() >= 6);
    CHECK(lines[2] ==
          "# logit: z[1 'promoter'] - z[0 'background']; the label says which; window 60 bases, as --window "
          "says; tss is index 30 of it");
    CHECK(lines[3] ==
          "# probability: logistic function of the logit (the model is not calibrated on a scan)");
    CHECK(lines.back().starts_with("r2\t"));
  }
}

TEST_CASE("a converted checkpoint scans as its folder does") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const TempDir inputs;
  const auto input = inputs.write("x.fa", fasta({400}));
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 1, "", folder);
    auto file = model::load_model(folder.path());
    file.metadata["seqlens.tokenizer"] = scan::model_tokenizer(file, folder.path(), "model")->to_json();
    const auto converted = inputs.path() / (name + ".safetensors");
    model::save_model_file(converted, file.config, file.parameters, file.metadata);
    auto options = options_for(folder.path(), input);
    options.window = 90;
    options.format = "tsv";
    const std::string published = run(options).out;
    options.model = converted.string();
    CHECK(run(options).out == published);
    CHECK(lines_of(published).size() > 1);
  }
}

TEST_CASE("records get the logit of their whole text or of their best window") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const TempDir inputs;
  const std::string bases(55, 'G');
  const auto input = inputs.write("x.fa", ">whole\n" + bases + "\n>none\n\n>long\n" + bases + bases + "\n");
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 2, kLabels, folder);
    auto options = options_for(folder.path(), input);
    options.min_logit.reset();
    options.per_record = true;
    options.window = 60;
    const auto lines = lines_of(run(options).out);
    REQUIRE(lines.size() == 4);
    const scan::ScanModel model(model::load_model(folder.path()), folder.path(), "model",
                                {.window_bases = 60, .promoter_class = {}});
    const float logit = model.scorer().score_short(bases).value();
    CHECK(lines[1].starts_with("whole\t55\t"));
    CHECK(lines[1].find(fmt::format("\t{:.6f}\t", logit)) != std::string::npos);
    CHECK(lines[2] == "none\t0\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA");
    CHECK(lines[3].starts_with("long\t110\t0."));
  }
}

TEST_CASE("the promoter's class and the window may be chosen and are checked") {
  SEQLENS_REQUIRE_SHARED(fixture, "fixtures/dnabert_tiny");
  const TempDir inputs, folder;
  const auto input = inputs.write("x.fa", fasta({100}));
  write_classifier(fixture, 2, kLabels, folder);
  auto options = options_for(folder.path(), input);
  options.per_record = true;
  options.min_logit.reset();
  options.window = 100;
  const auto score = [&] {
    std::istringstream line(lines_of(run(options).out).at(1));
    std::string field;
    for (int column = 0; column < 6; ++column) std::getline(line, field, '\t');
    return std::stod(field);
  };
  const double promoter = score();
  options.promoter_class = "background";
  CHECK(score() == -promoter);
  options.promoter_class = "enhancer";
  CHECK_THROWS_WITH(run(options),
                    "--promoter-class 'enhancer': the model's classes are 'background', 'promoter'");
  options.promoter_class.clear();
  options.window = 515;
  CHECK_THROWS_AS(run(options), UsageError);
}
