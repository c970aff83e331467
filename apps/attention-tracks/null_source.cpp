#include "attention-tracks/null_source.h"

#include <fmt/format.h>

#include "seqlens/attention/shuffled_null.h"
#include "seqlens/core/errors.h"

namespace attention_tracks {

using namespace seqlens;

NullSource find_null(const Options& options, const opened_model::OpenedModel& model, const Request& request,
                     const attention::WindowRunner& runner,
                     const std::function<input::OpenInput(const std::string&)>& open) {
  if (!options.null) {
    auto table = attention::stored_null(model.stored().tables(), request.plan);
    std::string text =
        table ? fmt::format("of the model file (attention_null.{})", request.plan.name()) : "none";
    return {std::move(table), std::move(text)};
  }
  if (model.tokenizer()->alphabet() != tokenize::Alphabet::dna)
    throw UsageError("--null: shuffles DNA, and this model reads proteins; write --format bedgraph");
  attention::WindowSample sample(runner.seen_bases(), static_cast<std::size_t>(*options.null),
                                 options.common.seed);
  for (const std::string& path : options.inputs) sample.add(*open(path).source);
  if (sample.windows().empty())
    throw InputError(options.inputs.front(),
                     fmt::format("--null {}: there is no window of {} bases without too many N",
                                 *options.null, runner.seen_bases()));
  return {attention::shuffled_null(runner, request.plan, sample.windows(),
                                   static_cast<std::size_t>(*options.null), options.common.seed),
          fmt::format("{} shuffles of {} windows of the input, seed {}", *options.null,
                      sample.windows().size(), options.common.seed)};
}

}  // namespace attention_tracks
