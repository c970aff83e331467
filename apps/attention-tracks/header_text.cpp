#include "attention-tracks/header_text.h"

#include <fmt/format.h>

#include "seqlens/core/version.h"

namespace attention_tracks {

using namespace seqlens;

namespace {

std::string threshold_text(const Options& options, const NullSource& null) {
  const std::string threshold =
      options.quantile ? fmt::format("above quantile {} in half of the windows", *options.quantile)
                       : fmt::format("z >= {}", options.min_z.value_or(3));
  return fmt::format("# {}; null: {}\n", threshold, null.text);
}

}  // namespace

std::string header_text(const Options& options, const opened_model::OpenedModel& model,
                        const Request& request, const attention::WindowRunner& runner, const NullSource* null,
                        const attention::AgreementTable* agreement) {
  const auto& config = model.config();
  return fmt::format(
             "# attention-tracks {}, model sha256 {}, {}\n"
             "# {} of {} heads ({} layers of {}), counted from 0; reduction {}\n"
             "# windows of {} bases, every {}, strand {}, N: {}\n",
             version(), model.digest(), name(model.precision()),
             request.plan.one_track() ? config.layers * config.heads
                                      : static_cast<int>(request.plan.heads.size()),
             config.layers * config.heads, config.layers, config.heads,
             request.viewpoint ? options.reduce : request.plan.name(), runner.window_bases(),
             runner.stride_bases(), options.strand, options.n_policy) +
         (null ? threshold_text(options, *null) : "") +
         attention::agreement_comment(agreement, request.plan.name());
}

}  // namespace attention_tracks
