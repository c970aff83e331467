#include "seqlens/train/training_checkpoint.h"

#include <vector>

#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::train {
namespace {

constexpr const char* step_key = "seqlens.training.step";
constexpr const char* best_step_key = "seqlens.training.best_step";
constexpr const char* best_metric_key = "seqlens.training.best_metric";
constexpr const char* config_key = "seqlens.training.config";
constexpr const char* settings_prefix = "seqlens.training.settings.";

void add_tensors(const std::string& prefix, const model::Parameters& parameters,
                 std::vector<checkpoint::Tensor>& tensors) {
  for (const model::TensorSpec& spec : parameters.layout().tensors()) {
    tensors.push_back(
        checkpoint::float_tensor(prefix + spec.name, {spec.rows, spec.cols},
                                 parameters.values().subspan(spec.offset, spec.rows * spec.cols)));
  }
}

void read_tensors(const checkpoint::SafetensorsView& file, const std::string& prefix,
                  model::Parameters& parameters) {
  for (const model::TensorSpec& spec : parameters.layout().tensors()) {
    checkpoint::copy_floats(file.at(prefix + spec.name),
                            parameters.values().subspan(spec.offset, spec.rows * spec.cols));
  }
}

const std::string& value_of(const checkpoint::Metadata& metadata, const std::string& key,
                            const std::string& place) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) {
    throw InputError(place, fmt::format("no metadata '{}': this is no checkpoint of a training run", key));
  }
  return found->second;
}

std::uint64_t count_of(const checkpoint::Metadata& metadata, const std::string& key,
                       const std::string& place) {
  const std::string& text = value_of(metadata, key, place);
  const auto value = parse_integer(text, 0, INT64_MAX);
  if (!value)
    throw InputError(place, fmt::format("metadata '{}' is '{}', expected a whole number", key, text));
  return static_cast<std::uint64_t>(*value);
}

void require_settings(const checkpoint::Metadata& metadata,
                      const std::map<std::string, std::string>& settings, const std::string& place) {
  for (const auto& [key, wanted] : settings) {
    const auto stored = metadata.find(settings_prefix + key);
    if (stored == metadata.end()) {
      throw InputError(
          place, fmt::format("does not say which {} the run that stopped had: another version wrote it; "
                             "use another --checkpoint to start anew",
                             key));
    }
    const std::string& found = stored->second;
    if (found != wanted) {
      throw InputError(
          place,
          fmt::format(
              "the run that stopped had {} '{}', this one has '{}'; use the same options and files, or "
              "another --checkpoint to start anew",
              key, found, wanted));
    }
  }
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path, const model::EncoderConfig& config,
                     const TrainingState& state, const BestModel& best,
                     const std::map<std::string, std::string>& settings) {
  std::vector<checkpoint::Tensor> tensors;
  add_tensors("values.", state.values, tensors);
  add_tensors("moment1.", state.moment1, tensors);
  add_tensors("moment2.", state.moment2, tensors);
  add_tensors("average.", state.average, tensors);
  add_tensors("best.", best.values, tensors);
  checkpoint::Metadata metadata{{step_key, std::to_string(state.step)},
                                {best_step_key, std::to_string(best.step)},
                                {best_metric_key, fmt::format("{}", best.metric)},
                                {config_key, model::to_json(config)}};
  for (const auto& [key, value] : settings) metadata.emplace(settings_prefix + key, value);
  checkpoint::write_safetensors(path, tensors, metadata);
}

TrainingCheckpoint load_checkpoint(const std::filesystem::path& path, const model::EncoderConfig& config,
                                   const std::map<std::string, std::string>& settings) {
  const checkpoint::SafetensorsFile file(path);
  const checkpoint::Metadata& metadata = file.view().metadata();
  const std::string place = path.string();
  if (value_of(metadata, config_key, place) != model::to_json(config)) {
    throw InputError(place,
                     "the run that stopped trained a model of another configuration; use the same --config "
                     "and --init, or another --checkpoint to start anew");
  }
  require_settings(metadata, settings, place);
  TrainingCheckpoint result{TrainingState(config), BestModel(config)};
  result.state.step = count_of(metadata, step_key, place);
  result.best.step = count_of(metadata, best_step_key, place);
  const std::string& metric = value_of(metadata, best_metric_key, place);
  const auto parsed = parse_real(metric);
  if (!parsed)
    throw InputError(place, fmt::format("metadata '{}' is '{}', expected a number", best_metric_key, metric));
  result.best.metric = *parsed;
  read_tensors(file.view(), "values.", result.state.values);
  read_tensors(file.view(), "moment1.", result.state.moment1);
  read_tensors(file.view(), "moment2.", result.state.moment2);
  read_tensors(file.view(), "average.", result.state.average);
  read_tensors(file.view(), "best.", result.best.values);
  return result;
}

}  // namespace seqlens::train
