// Classification checkpoints of every published family score windows as a plain run of the encoder does.
#include <cctype>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/model/published_model.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/model_tokenizer.h"
#include "seqlens/scan/scan_model.h"
#include "seqlens/scan/stretch_scores.h"

#include "published_classifier.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::scan;
using namespace seqlens::test;

namespace {

constexpr const char* kLabels = R"({"0":"promoter","1":"Non-promoter"})";

std::string random_bases(std::size_t count, std::string_view letters = "ACGTacgtNR") {
  Random random(21);
  std::string bases(count, 'A');
  for (char& base : bases) base = letters[random.below(letters.size())];
  return bases;
}

/// The letters as the checkpoint is to read them: upper case, N for what is no base (a residue to ESM-2).
std::string read_by(const tokenize::Tokenizer& tokenizer, std::string letters) {
  const bool is_dna = tokenizer.alphabet() == tokenize::Alphabet::dna;
  for (char& letter : letters)
    letter = is_dna ? canonical_base(letter) : static_cast<char>(std::toupper(letter));
  return letters;
}

/// Of a window by the plain way.
std::vector<float> logits_of(const model::ModelFile& model, const std::filesystem::path& folder,
                             const std::string& window) {
  const auto tokenizer = model_tokenizer(model, folder, "model");
  const auto tokens = tokenizer->encode(read_by(*tokenizer, window));
  const model::TokenIds ids(tokens.ids);
  return model::Encoder(model.config, model.parameters)
      .run({&ids, 1}, {.classify_logits = true})
      .at(0)
      .classify_logits;
}

/// z[0] - z[1]
float plain_logit(const model::ModelFile& model, const std::filesystem::path& folder,
                  const std::string& window) {
  const auto logits = logits_of(model, folder, window);
  return static_cast<float>(static_cast<double>(logits.at(0)) - static_cast<double>(logits.at(1)));
}

StretchScores score_all(const ScanModel& model, const std::string& bases, std::int64_t stride) {
  WindowOptions options;
  options.stride_bases = stride;
  options.skip_n = false;
  return score_stretch(model.scorer(), options, bases, 0);
}

}  // namespace

TEST_CASE("windows have the bits of a plain run in every family and for any number of threads") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const std::string bases = random_bases(150);
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 2, kLabels, folder);
    const auto file = model::load_model(folder.path());
    const ScanModel model(file, folder.path(), "model", {.window_bases = 41, .promoter_class = {}});
    REQUIRE(model.classifier());
    CHECK_FALSE(model.settings().scan_probability.is_calibrated());
    std::vector<StretchScores> scores;
    for (const int threads : {1, 3}) {
      const parallel::ThreadBudget budget(threads);
      scores.push_back(score_all(model, bases, 17));
    }
    CHECK(scores[0].windows == scores[1].windows);
    REQUIRE(scores[0].windows.size() == 14);  // 7 starts on two strands
    for (const WindowScore& score : scores[0].windows) {
      const std::string window = bases.substr(static_cast<std::size_t>(score.start), 41);
      const bool reverse = score.strand == Strand::reverse;
      CHECK(score.logit == plain_logit(file, folder.path(), reverse ? reverse_complement(window) : window));
    }
    CHECK(scores[0].windows[0].logit != scores[0].windows[1].logit);
    CHECK(model.untaken() == 0);
  }
}

TEST_CASE("a window in a longer stretch has the logit of the window alone in every family") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const std::string bases = random_bases(200);
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 1, "", folder);
    const ScanModel model(model::load_model(folder.path()), folder.path(), "model",
                          {.window_bases = 30, .promoter_class = {}});
    CHECK(model.classifier()->promoter_class.text == "z[0 'LABEL_0']; the only logit");
    const auto all = score_all(model, bases, 10).windows;
    for (std::size_t i = 0; i < all.size(); i += 2) {
      const auto alone =
          score_all(model, bases.substr(static_cast<std::size_t>(all[i].start), 30), 10).windows;
      REQUIRE(alone.size() == 2);
      CHECK(alone[0].logit == all[i].logit);
      CHECK(alone[1].logit == all[i + 1].logit);
    }
  }
}

TEST_CASE("short records are read as they are and too short ones have no logit") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  for (const std::string name : kFixtures) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 2, kLabels, folder);
    const auto file = model::load_model(folder.path());
    const ScanModel model(file, folder.path(), "model");
    const std::string record = random_bases(23);
    CHECK(model.scorer().score_short(record) == plain_logit(file, folder.path(), record));
    CHECK(model.untaken() == 0);
    CHECK(model.shortest_record() == (name == "dnabert_tiny" ? 6 : 1));
    const std::string shortest(static_cast<std::size_t>(model.shortest_record()), 'C');
    CHECK(model.scorer().score_short(shortest));
    CHECK_FALSE(model.scorer().score_short(shortest.substr(1)));
    CHECK(model.untaken() == 1);
  }
}

TEST_CASE("the longest window is what the model takes whatever the bases are") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  const std::vector<std::pair<std::string, int>> expected{
      {"esm2_tiny", 510},     // no limit: 512 tokens, <cls> and <eos> among them
      {"nt_v1_tiny", 378},    // 64 tokens, <cls> among them: 63 6-mers
      {"nt_v2_tiny", 3066},   // no limit: 511 6-mers
      {"dnabert_tiny", 514},  // 509 6-mers, before the tokenizer makes a second piece
      {"dnabert2_tiny", 510}};
  for (const auto& [name, bases] : expected) {
    INFO(name);
    const TempDir folder;
    write_classifier(fixtures / name, 2, kLabels, folder);
    const ScanModel model(model::load_model(folder.path()), folder.path(), "model");
    const PromoterSettings& settings = model.settings();
    CHECK(settings.window_bases == bases);
    CHECK(settings.scan_stride == bases / 4);
    CHECK(settings.tss_index == bases / 2);
    const auto length = static_cast<std::size_t>(bases);
    CHECK(score_all(model, random_bases(length, "ACGT"), 1).windows.size() == 2);
    CHECK(model.untaken() == 0);
    if (!model.classifier()->longest_tokens) continue;
    CHECK_FALSE(model.classifier()->tokens(random_bases(length + 1, "ACGT")));
  }
}

TEST_CASE("a window that N breaks into too many tokens has no logit and is counted") {
  SEQLENS_REQUIRE_SHARED(fixture, "fixtures/nt_v1_tiny");
  const TempDir folder;
  write_classifier(fixture, 2, kLabels, folder);
  const ScanModel model(model::load_model(folder.path()), folder.path(), "model");
  std::string bases = random_bases(378, "ACGT");
  bases[100] = 'N';
  CHECK(score_all(model, bases, 1).windows.empty());
  CHECK(model.untaken() == 2);
  const auto choose = [&](int window) {
    return ScanModel(model::load_model(folder.path()), folder.path(), "model",
                     {.window_bases = window, .promoter_class = {}})
        .settings()
        .window_bases;
  };
  CHECK(choose(372) == 372);
  CHECK_THROWS_WITH(choose(379),
                    "--window: windows of 379 bases may be more than the 64 tokens that the model takes; it "
                    "takes 378 bases");
  // 62 6-mers and 5 single letters.
  CHECK_THROWS_AS(choose(377), UsageError);
}

TEST_CASE("a checkpoint without a classification head is refused, one of three unnamed classes asks") {
  SEQLENS_REQUIRE_SHARED(fixture, "fixtures/dnabert2_tiny");
  CHECK_THROWS_WITH(ScanModel(model::load_model(fixture), fixture, "model"),
                    Catch::StartsWith("model: has no classification head"));
  const TempDir folder;
  write_classifier(fixture, 3, "", folder);
  const auto file = model::load_model(folder.path());
  CHECK_THROWS_WITH(ScanModel(file, folder.path(), "model"),
                    "--promoter-class: no label says which class a score is about; give one of 'LABEL_0', "
                    "'LABEL_1', 'LABEL_2'");
  const ScanModel chosen(file, folder.path(), "model", {.window_bases = 41, .promoter_class = "2"});
  const auto logits = logits_of(file, folder.path(), std::string(41, 'A'));
  const double others = std::log(std::exp(logits[0]) + std::exp(logits[1]));
  CHECK(chosen.scorer().score_short(std::string(41, 'A')).value() == Approx(logits[2] - others).margin(1e-5));
}
