#include "model-evaluate/null_stats.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/attention/null_table.h"
#include "seqlens/attention/shuffled_null.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/json_text.h"
#include "seqlens/input/open_input.h"
#include "seqlens/scan/scan_stride.h"

namespace model_evaluate {
namespace {

using namespace seqlens;
using attention::Reduction;

/// Windows of the regions alone: nothing beside them, which may be training sequence.
std::vector<std::string> sample_windows(const Options& options, std::int64_t seen_bases) {
  input::InputOptions input;
  input.regions = options.region;
  input.bed = options.regions;
  input.regions_are_records = true;
  attention::WindowSample sample(seen_bases, static_cast<std::size_t>(*options.null_stats),
                                 options.common.seed);
  const auto open = input::open_input(options.genome, input, {}, [](std::string_view) {});
  sample.add(*open.source);
  if (sample.windows().empty())
    throw InputError(
        options.genome,
        fmt::format("--null-stats: the regions have no window of {} bases without too many N", seen_bases));
  return sample.windows();
}

std::vector<attention::ReductionPlan> plans_of(const model::ModelView& model) {
  std::vector<attention::ReductionPlan> plans;
  for (const Reduction reduction : {Reduction::received, Reduction::norm, Reduction::entropy})
    plans.push_back(make_plan(model, reduction, false));
  if (model.config.classify->pooling == model::Pooling::attention)
    plans.push_back(make_plan(model, Reduction::pooling, false));
  plans.push_back(make_plan(model, Reduction::received, true));
  return plans;
}

std::string origin_json(const Options& options, std::size_t windows) {
  std::vector<std::string> regions;
  for (const std::string& region : options.region) regions.push_back(json_string(region));
  return fmt::format(
      R"({{"windows":{},"shuffles":{},"regions":[{}],"seed":{},"gc_edges":[{}],"quantiles":[{}]}})", windows,
      *options.null_stats, fmt::join(regions, ","), options.common.seed, fmt::join(attention::kGcEdges, ","),
      fmt::join(attention::NullTable::kQuantiles, ","));
}

}  // namespace

void store_null_stats(const Options& options, const opened_model::OpenedModel& model, cli::Streams& streams) {
  const auto& settings = model.required_promoter();
  const model::Encoder& encoder = model.encoder();
  scan::WindowOptions windows;
  windows.stride_bases = scan::window_stride({}, settings, model.config().stem_stride());
  windows.skip_n = false;
  const auto sampled = sample_windows(options, settings.seen_bases());
  const auto plans = plans_of(model.stored());
  model::ModelFile file = model.stored().load();
  streams.progress.start("shuffled windows", plans.size(), "reductions");
  for (const auto& plan : plans) {
    const auto runner = attention::promoter_windows(encoder, settings, plan, windows,
                                                    [&plan] { return attention::make_track_sink(plan); });
    attention::store_null(
        file, plan,
        attention::shuffled_null(*runner, plan, sampled, static_cast<std::size_t>(*options.null_stats),
                                 options.common.seed));
    streams.progress.advance(1);
  }
  streams.progress.finish();
  attention::store_null_origin(file, origin_json(options, sampled.size()));
  model::save_model_file(options.store, file.config, file.parameters, file.metadata, file.tables);
  streams.log.info(fmt::format("{} reductions, {} shuffles of {} windows, both strands", plans.size(),
                               *options.null_stats, sampled.size()));
}

}  // namespace model_evaluate
