#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/scan/encoder_scorer.h"

#include "model-evaluate/first_stage.h"
#include "support/opened_file.h"
#include "support/promoter_model.h"
#include "support/temp_dir.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace model_evaluate;

namespace {

std::string random_contig() {
  Random random(3);
  std::string bases(6000, 'A');
  for (char& base : bases) base = "ACGT"[random.below(4)];
  return bases;
}

/// Ten calls of logit 0, 1, .. 9, alternating strands, windows inside the contig.
ScanInputs ten_calls() {
  ScanInputs inputs;
  inputs.contigs = {"c"};
  for (int i = 0; i < 10; ++i)
    inputs.calls.push_back({0, 400 + 500 * i, i % 2 == 0 ? Strand::forward : Strand::reverse, 1.0 * i});
  return inputs;
}

/// What the first stage says of the call's window.
float first_stage_of(const evaluate::ScanCall& call, const std::string& contig) {
  const auto model = test::make_promoter_model(test::tiny_promoter_file(), "tiny");
  const scan::EncoderScorer scorer(model.encoder, model.settings);
  const bool reverse = call.strand == Strand::reverse;
  const auto start = static_cast<std::size_t>(call.tss - (reverse ? 50 : 249));
  const std::string window = contig.substr(start, 300);
  return scorer.first_stage_logit(reverse ? reverse_complement(window) : window);
}

}  // namespace

TEST_CASE("the first stage keeps the wanted share of the calls at or above the threshold") {
  const test::TempDir folder;
  const std::string contig = random_contig();
  Options options;
  options.genome = folder.write("g.fa", ">c\n" + contig + "\n").string();
  const ScanInputs inputs = ten_calls();
  const auto model = test::opened_file(folder, test::tiny_promoter_file());
  scan::PromoterSettings settings = *model.settings();
  settings.min_logit = 2;  // eight calls count
  std::vector<float> logits;
  for (std::size_t i = 2; i < 10; ++i) logits.push_back(first_stage_of(inputs.calls[i], contig));
  std::ranges::sort(logits);

  options.first_stage_keep = 1.0;
  calibrate_first_stage(inputs, model, options, settings);
  CHECK(settings.first_stage_threshold == static_cast<double>(logits[0]));
  options.first_stage_keep = 0.75;
  calibrate_first_stage(inputs, model, options, settings);
  CHECK(settings.first_stage_threshold == static_cast<double>(logits[2]));

  settings.min_logit = 20;
  CHECK_THROWS_AS(calibrate_first_stage(inputs, model, options, settings), UsageError);
}
