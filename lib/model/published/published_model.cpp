#include "seqlens/model/published_model.h"

#include <fmt/format.h>

#include "seqlens/checkpoint/checkpoint_files.h"
#include "seqlens/core/errors.h"

#include "family.h"
#include "tensor_names.h"

namespace seqlens::model {

namespace {

Family describe(const HfConfig& config, const checkpoint::CheckpointFiles& files) {
  const std::string type = config.text("model_type");
  if (type == "esm") return describe_esm(config, files);
  if (type == "bert")
    return config.has("alibi_starting_size") ? describe_mosaic_bert(config, files)
                                             : describe_bert(config, files);
  config.refuse("model_type", "supported are 'esm' and 'bert'");
}

EncoderConfig checked(const EncoderConfig& config, const std::string& place) {
  try {
    validate(config);
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
  return config;
}

void copy_rows(const TensorSource& source, const TensorSpec& spec, std::span<float> values) {
  const std::size_t size = spec.rows * spec.cols * checkpoint::size_in_bytes(source.tensor->dtype);
  checkpoint::Tensor part = *source.tensor;
  part.bytes = part.bytes.subspan(source.first_row * size / spec.rows, size);
  checkpoint::copy_floats(part, values);
}

Parameters load_parameters(const EncoderConfig& config, const NameAssignment& names) {
  Parameters parameters(config);
  if (config.positions == Positions::rotary) set_inverse_frequencies(parameters);
  for (const TensorSpec& spec : parameters.layout().tensors()) {
    const auto source = names.sources.find(spec.name);
    if (source == names.sources.end()) continue;  // inverse frequencies of a checkpoint that leaves them out
    copy_rows(source->second, spec, parameters.values().subspan(spec.offset, spec.rows * spec.cols));
  }
  return parameters;
}

bool is_our_file(const std::filesystem::path& path) {
  return checkpoint::SafetensorsFile(path).view().metadata().contains(kFormatKey);
}

}  // namespace

PublishedModel load_published_model(const std::filesystem::path& config_json,
                                    const std::filesystem::path& weights) {
  const HfConfig hf(config_json);
  const checkpoint::CheckpointFiles files(weights);
  Family family = describe(hf, files);
  const EncoderConfig config = checked(family.config, hf.place());
  NameAssignment names = assign_names(family, ParameterLayout(config), files);
  return {.model = {.config = config, .parameters = load_parameters(config, names), .metadata = {}},
          .family = std::move(family.name),
          .ignored = std::move(names.ignored)};
}

PublishedModel load_published_model(const std::filesystem::path& file_or_folder) {
  const bool folder = std::filesystem::is_directory(file_or_folder);
  return load_published_model((folder ? file_or_folder : file_or_folder.parent_path()) / "config.json",
                              file_or_folder);
}

ModelFile load_model(const std::filesystem::path& file_or_folder) {
  if (!std::filesystem::is_directory(file_or_folder) && is_our_file(file_or_folder))
    return load_model_file(file_or_folder);
  return load_published_model(file_or_folder).model;
}

}  // namespace seqlens::model
