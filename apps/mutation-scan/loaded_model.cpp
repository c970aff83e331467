#include "mutation-scan/loaded_model.h"

#include <cstdlib>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/version.h"
#include "seqlens/model/published_model.h"

namespace mutation_scan {
namespace {

using namespace seqlens;

default_model::ModelLocation find(const Options& options) {
  const char* variable = std::getenv("SEQLENS_MODEL");
  return default_model::find_model(options.model, variable ? variable : "");
}

scan::ScanModel load(const default_model::ModelLocation& location, const Options& options) {
  const auto file = location.is_built_in() ? model::load_model_bytes(location.bytes, location.name)
                                           : model::load_model(location.loaded_from());
  return scan::ScanModel(file, location.loaded_from(), location.name, options.classifier);
}

scan::RecordStrand strand_of(const Options& options) {
  if (options.strand == "both") return scan::RecordStrand::both;
  return options.strand == "+" ? scan::RecordStrand::forward : scan::RecordStrand::reverse;
}

std::int64_t stride_of(const Options& options, const scan::ScanModel& model) {
  const std::int64_t stride = options.stride.value_or(model.settings().scan_stride);
  const std::int64_t step = model.scorer().alignment_bases();
  const std::int64_t window = model.scorer().window_bases();
  if (stride % step != 0 || stride > window) {
    throw UsageError(fmt::format("--stride {}: this model takes multiples of {} up to {}", stride, step,
                                 window / step * step));
  }
  return stride;
}

}  // namespace

LoadedModel::LoadedModel(const Options& options)
    : location_(find(options)),
      model_(load(location_, options)),
      grid_{stride_of(options, model_), options.n_policy == "skip"},
      logit_(model_.scorer(), model_.settings().tss_index, strand_of(options)) {}

std::int64_t LoadedModel::shortest_record() const {
  return model_.classifier() ? window_bases() : model_.shortest_record();
}

HeaderFacts LoadedModel::header_facts(const Options& options) const {
  return {std::string(version()), location_.digest,   model_.settings().label,
          options.strand,         grid_.stride_bases, options.n_policy};
}

}  // namespace mutation_scan
