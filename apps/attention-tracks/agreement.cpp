#include "attention-tracks/agreement.h"

#include <string_view>

#include <fmt/ranges.h>

#include "seqlens/attention/agreement_run.h"
#include "seqlens/attention/model_agreement.h"
#include "seqlens/core/errors.h"

namespace attention_tracks {

using namespace seqlens;

namespace {

attention::AgreementTable measure(const Options& options, const opened_model::OpenedModel& model,
                                  std::int64_t stride_bases, cli::Streams& streams) {
  const attention::AgreementRun run{.paths = options.inputs,
                                    .input = options.input,
                                    .records = static_cast<std::size_t>(options.agree),
                                    .windows = {.stride_bases = stride_bases,
                                                .forward = options.strand != "-",
                                                .reverse = options.strand != "+",
                                                .skip_n = options.n_policy == "skip"},
                                    .statistics = {.seed = options.common.seed}};
  auto table = attention::measure_inputs(
      model.encoder(), *model.promoter(), attention::agreement_plans(model.stored()), run,
      {[&](std::string_view text) { streams.log.warning(text); },
       [&](std::size_t windows) { streams.progress.start("measuring agreement", windows, "windows"); },
       [&] { streams.progress.advance(1); }});
  streams.progress.finish();
  return table;
}

}  // namespace

std::optional<attention::AgreementTable> find_agreement(const Options& options,
                                                        const opened_model::OpenedModel& model,
                                                        std::int64_t stride_bases, cli::Streams& streams) {
  if (options.agree == 0) return attention::stored_agreement(model.stored());
  if (!model.promoter()) throw UsageError("--agree: only of promoter models trained by model-train");
  auto table = measure(options, model, stride_bases, streams);
  for (const auto& row : table.rows) {
    streams.log.info(fmt::format("agreement: {}", fmt::join(attention::agreement_cells(row), " ")));
  }
  return table;
}

}  // namespace attention_tracks
