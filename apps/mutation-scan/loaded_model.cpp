#include "mutation-scan/loaded_model.h"

#include <fmt/ranges.h>

#include "seqlens/attention/agreement_run.h"
#include "seqlens/attention/model_agreement.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/version.h"
#include "seqlens/opened_model/precision_choice.h"
#include "seqlens/scan/scan_stride.h"

namespace mutation_scan {
using namespace seqlens;

LoadedModel::LoadedModel(const Options& options, cli::Streams& streams)
    : model_(options.model, options.classifier,
             opened_model::choose_precision(options.precision,
                                            [&](std::string_view text) { streams.log.warning(text); })),
      grid_{scan::window_stride(options.stride, settings(), scorer().alignment_bases()),
            options.n_policy == "skip"},
      logit_(scorer(), settings().tss_index, scan::record_strand(options.strand)),
      agreement_(attention::stored_agreement(model_.stored())) {
  if (options.agree == 0) return;
  if (!model_.promoter()) throw UsageError("--agree: only of promoter models trained by model-train");
  plans_ = attention::agreement_plans(model_.stored());
}

void LoadedModel::measure_agreement(const Options& options, cli::Streams& streams) {
  const attention::AgreementRun run{.paths = options.inputs,
                                    .input = options.input,
                                    .records = static_cast<std::size_t>(options.agree),
                                    .windows = {.stride_bases = grid_.stride_bases,
                                                .forward = options.strand != "-",
                                                .reverse = options.strand != "+",
                                                .skip_n = grid_.skip_n},
                                    .statistics = {.seed = options.common.seed}};
  agreement_ = attention::measure_inputs(
      model_.encoder(), settings(), plans_, run,
      {[&](std::string_view text) { streams.log.warning(text); },
       [&](std::size_t windows) { streams.progress.start("measuring agreement", windows, "windows"); },
       [&] { streams.progress.advance(1); }});
  streams.progress.finish();
  for (const auto& row : agreement_->rows) {
    streams.log.info(fmt::format("agreement: {}", fmt::join(attention::agreement_cells(row), " ")));
  }
}

std::int64_t LoadedModel::shortest_record() const {
  return model_.promoter() ? model_.scan().shortest_record() : window_bases();
}

HeaderFacts LoadedModel::header_facts(const Options& options) const {
  return {std::string(version()), std::string(kernels::name(model_.precision())),
          model_.digest(),        settings().label,
          options.strand,         grid_.stride_bases,
          options.n_policy,       attention::agreement_comment(agreement_ ? &*agreement_ : nullptr)};
}

}  // namespace mutation_scan
