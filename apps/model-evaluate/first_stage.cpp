#include "model-evaluate/first_stage.h"

#include <algorithm>
#include <string>
#include <vector>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/seqio/genome.h"

namespace model_evaluate {
namespace {

using seqlens::scan::PromoterSettings;

std::string call_window(const seqlens::seqio::Genome& genome, const std::string& contig,
                        const seqlens::evaluate::ScanCall& call, const PromoterSettings& settings) {
  const bool reverse = call.strand == seqlens::Strand::reverse;
  const std::int64_t start = call.tss - settings.tss_offset(reverse);
  auto bases = genome.fetch_padded(
      contig, {start - settings.flank_bases, start + settings.window_bases + settings.flank_bases});
  return reverse ? seqlens::reverse_complement(bases) : bases;
}

}  // namespace

void calibrate_first_stage(const ScanInputs& inputs, const seqlens::opened_model::OpenedModel& model,
                           const Options& options, PromoterSettings& settings) {
  if (!model.config().first_stage) {
    throw seqlens::UsageError("--first-stage-keep: the model has no first stage");
  }
  const seqlens::seqio::Genome genome(options.genome);
  const seqlens::scan::EncoderScorer scorer(model.encoder(), settings);
  std::vector<float> logits;
  for (const auto& call : inputs.calls) {
    if (call.logit < settings.min_logit) continue;
    logits.push_back(
        scorer.first_stage_logit(call_window(genome, inputs.contigs[call.contig], call, settings)));
  }
  if (logits.empty())
    throw seqlens::UsageError("--first-stage-keep: no call reaches the threshold of the best F1");
  const auto lost =
      static_cast<std::size_t>((1 - *options.first_stage_keep) * static_cast<double>(logits.size()));
  std::nth_element(logits.begin(), logits.begin() + static_cast<std::ptrdiff_t>(lost), logits.end());
  settings.first_stage_threshold = logits[lost];
}

}  // namespace model_evaluate
