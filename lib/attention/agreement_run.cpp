#include "seqlens/attention/agreement_run.h"

#include <filesystem>

#include <fmt/ranges.h>

#include "seqlens/attention/agreement_sample.h"
#include "seqlens/attention/model_agreement.h"
#include "seqlens/scan/encoder_scorer.h"

namespace seqlens::attention {
namespace {

// File names without folders: where the files lie says nothing of the result.
std::string source_of(const AgreementRun& run) {
  std::vector<std::string> names;
  for (const std::string& path : run.paths) names.push_back(std::filesystem::path(path).filename().string());
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

AgreementTable measure_inputs(const model::Encoder& encoder, const scan::PromoterSettings& settings,
                              std::span<const ReductionPlan> plans, const AgreementRun& run,
                              const AgreementWatch& watch) {
  const auto records = sample_records(run.paths, run.input, run.records, run.statistics.seed, watch.warn);
  const auto windows = best_windows(scan::EncoderScorer(encoder, settings), run.windows, records);
  watch.on_start(windows.size());
  return model_agreement(encoder, settings, plans, windows, source_of(run), run.statistics, watch.on_window);
}

}  // namespace seqlens::attention
