#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "model-evaluate/model_scores.h"
#include "model-evaluate/run.h"
#include "support/small_promoter_config.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace model_evaluate;
using opened_model::OpenedModel;

namespace {

constexpr int kWindow = 120;

model::EncoderConfig small_config() {
  auto config = test::small_promoter_config(8, kWindow, model::Pooling::mean);
  config.layers = 1;
  config.embedding_width = 8;
  config.stem = {{.channels = 8, .kernel = 4, .stride = 4}};
  return config;
}

// A model file with random weights, with or without the settings that make it a promoter model.
std::string small_model(const test::TempDir& folder, bool promoter) {
  const auto config = small_config();
  model::Parameters parameters(config);
  model::initialise(parameters, config, 5);
  std::map<std::string, std::string> metadata = {{"seqlens.tokenizer", tokenize::BaseTokenizer().to_json()}};
  if (promoter) {
    scan::PromoterSettings settings;
    settings.window_bases = kWindow;
    settings.tss_index = 100;
    settings.scan_stride = 20;
    metadata["seqlens.promoter"] = scan::to_json(settings);
  }
  const auto path = (folder.path() / (promoter ? "promoter.safetensors" : "plain.safetensors")).string();
  model::save_model_file(path, config, parameters, metadata);
  return path;
}

std::string random_fasta(std::uint64_t seed, int count, int length) {
  Random random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += ">r" + std::to_string(i) + "\n";
    for (int b = 0; b < length; ++b) text += "ACGT"[random.below(4)];
    text += "\n";
  }
  return text;
}

std::string run_text(const Options& options) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "model-evaluate");
  CHECK(run(options, streams) == 0);
  return out.str();
}

std::vector<double> scores_of(const std::string& model, const Options& options) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "model-evaluate");
  const auto labelled = read_tested_records(options, {});
  return score_records(OpenedModel(model), labelled.records, options, streams).scores;
}

Options small_run(const test::TempDir& folder, int length = kWindow) {
  Options options;
  options.positives = {folder.write("pos.fa", random_fasta(1, 9, length)).string()};
  options.negatives = {folder.write("neg.fa", random_fasta(2, 11, kWindow)).string()};
  options.resamples = 20;
  return options;
}

}  // namespace

TEST_CASE("a promoter model scores a window like the classifier that it is") {
  const test::TempDir folder;
  const auto options = small_run(folder);
  const auto promoter = scores_of(small_model(folder, true), options);
  REQUIRE(promoter.size() == 20);
  CHECK(promoter == scores_of(small_model(folder, false), options));
  CHECK(promoter[0] != promoter[1]);
}

TEST_CASE("both strands join or average the two logits") {
  const test::TempDir folder;
  auto options = small_run(folder);
  const auto forward = scores_of(small_model(folder, true), options);
  options.strand = "both";
  const auto either = scores_of(small_model(folder, true), options);
  const auto mean = scores_of(small_model(folder, false), options);
  for (std::size_t i = 0; i < forward.size(); ++i) {
    const double reverse = 2 * mean[i] - forward[i];
    CHECK(either[i] == Approx(std::log(std::exp(forward[i]) + std::exp(reverse))));
  }
}

TEST_CASE("positives are cut to the window around their TSS") {
  const test::TempDir folder;
  auto options = small_run(folder, 400);
  options.model = small_model(folder, true);
  options.positive_tss = 250;
  const auto cropped = run_text(options);
  std::istringstream lines(random_fasta(1, 9, 400));
  std::string fasta;
  for (std::string line; std::getline(lines, line);)
    fasta += line[0] == '>' ? line + "\n" : line.substr(150, 120) + "\n";
  options.positives = {folder.write("cut.fa", fasta).string()};
  options.positive_tss.reset();
  CHECK(run_text(options) == cropped);
  options.positive_tss = 99;
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "model-evaluate");
  CHECK_THROWS_WITH(
      run(options, streams),
      "record 'r0': 120 bases do not hold the window of 120 bases with its TSS (index 100) at 99");
}

TEST_CASE("a stored calibration is in the model and used") {
  const test::TempDir folder;
  auto options = small_run(folder);
  options.model = small_model(folder, true);
  options.store = (folder.path() / "stored.safetensors").string();
  options.calibration = (folder.path() / "promoter.json").string();
  run_text(options);
  const OpenedModel before(options.model), after(options.store);
  REQUIRE(after.settings());
  CHECK(after.settings()->record_probability.is_calibrated());
  CHECK_FALSE(before.settings()->record_probability.is_calibrated());
  CHECK(after.settings()->tss_index == 100);
  CHECK(test::read_file(options.calibration) == scan::to_json(*after.settings()) + "\n");
  const auto weights = before.stored().load(), stored_weights = after.stored().load();
  CHECK(std::ranges::equal(weights.parameters.values(), stored_weights.parameters.values()));
}

// promoter-scan took such a file for a calibrated checkpoint with windows of 300 bases; attention-tracks
// refused it.
TEST_CASE("a classifier that says nothing of windows gets no settings of a promoter model") {
  const test::TempDir folder;
  auto options = small_run(folder);
  options.model = small_model(folder, false);
  const auto refused = [&](const std::string& option) {
    std::istringstream in;
    std::ostringstream out, err;
    cli::Streams streams(in, out, err, "model-evaluate");
    CHECK_THROWS_AS(run(options, streams), UsageError);
    CHECK_THROWS_WITH(
        run(options, streams),
        option + ": " + options.model +
            " says nothing of the windows that it scans, so nothing measured here belongs to them; a "
            "model of model-train does, of records of one length");
  };
  options.store = (folder.path() / "stored.safetensors").string();
  refused("--store");
  CHECK_FALSE(std::filesystem::exists(options.store));
  options.store.clear();
  options.calibration = (folder.path() / "promoter.json").string();
  refused("--calibration");
  CHECK_FALSE(std::filesystem::exists(options.calibration));
  options.calibration.clear();
  options.positive_tss = 110;
  refused("--positive-tss");
}

TEST_CASE("a calibration of both strands stands beside that of one") {
  const test::TempDir folder;
  auto options = small_run(folder);
  options.model = small_model(folder, true);
  options.store = (folder.path() / "one.safetensors").string();
  run_text(options);
  options.model = options.store;
  options.store = (folder.path() / "both.safetensors").string();
  options.strand = "both";
  run_text(options);
  const OpenedModel one(options.model), both(options.store);
  CHECK_FALSE(one.settings()->unstranded_record_probability.is_calibrated());
  CHECK(both.settings()->unstranded_record_probability.is_calibrated());
  CHECK(both.settings()->record_probability == one.settings()->record_probability);
}

TEST_CASE("a record that the model cannot take is named") {
  const test::TempDir folder;
  const auto options = small_run(folder, 80);
  CHECK_THROWS_WITH(scores_of(small_model(folder, true), options),
                    "record 'r0': 80 bases, the model scores records of 100 or more");
}
