#include "seqlens/model/model_file.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/errors.h"

#include "open_model.h"

namespace seqlens::model {

namespace {

constexpr const char* kFormat = "1";

EncoderConfig stored_config(const checkpoint::Metadata& metadata, const std::string& place) {
  const auto format = metadata.find(kFormatKey);
  if (format == metadata.end())
    throw InputError(
        place, "not a seqlens model file (no 'seqlens.format'); a published model is loaded by its folder");
  if (format->second != kFormat)
    throw InputError(place,
                     fmt::format("model file format '{}', this program reads '{}'", format->second, kFormat));
  const auto config = metadata.find(kConfigKey);
  if (config == metadata.end()) throw InputError(place, "has no 'seqlens.config'");
  try {
    return config_from_json(config->second);
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
}

std::vector<std::size_t> stored_shape(const TensorSpec& spec) {
  return {spec.rows, spec.cols};
}

bool is_table(std::string_view name) {
  if (!name.starts_with(kNullTablePrefix)) return false;
  name.remove_prefix(kNullTablePrefix.size());
  return std::find(kNullTables.begin(), kNullTables.end(), name) != kNullTables.end();
}

std::vector<const checkpoint::Tensor*> tables_of(const checkpoint::SafetensorsView& view,
                                                 const std::string& place) {
  std::vector<const checkpoint::Tensor*> tables;
  for (const checkpoint::Tensor& tensor : view.tensors()) {
    if (!is_table(tensor.name)) continue;
    require_float_elements(tensor, place);
    tables.push_back(&tensor);
  }
  return tables;
}

TensorSources sources_of(const checkpoint::SafetensorsView& view, const ParameterLayout& layout,
                         const std::string& place) {
  TensorSources sources;
  for (const TensorSpec& spec : layout.tensors()) {
    const checkpoint::Tensor* tensor = view.find(spec.name);
    if (!tensor) throw InputError(place, fmt::format("tensor '{}' is missing", spec.name));
    if (tensor->shape != stored_shape(spec))
      throw InputError(place, fmt::format("'{}' is {}, the configuration needs {}", spec.name,
                                          checkpoint::shape_text(tensor->shape),
                                          checkpoint::shape_text(stored_shape(spec))));
    require_float_elements(*tensor, place);
    sources.emplace(spec.name, TensorSource{.tensor = tensor});
  }
  for (const checkpoint::Tensor& tensor : view.tensors())
    if (!layout.find(tensor.name) && !is_table(tensor.name))
      throw InputError(place, fmt::format("unknown tensor '{}'", tensor.name));
  return sources;
}

}  // namespace

OpenModel open_own_form(const checkpoint::SafetensorsView& view, const std::string& place) {
  const EncoderConfig config = stored_config(view.metadata(), place);
  const ParameterLayout layout(config);
  return {.place = place,
          .config = config,
          .layout = layout,
          .sources = sources_of(view, layout, place),
          .files = {},
          .metadata = view.metadata(),
          .tables = tables_of(view, place),
          .family = {},
          .ignored = {}};
}

OpenModel open_own_form(const checkpoint::SafetensorsFile& file, const std::string& place) {
  OpenModel model = open_own_form(file.view(), place);
  model.files = {&file};
  return model;
}

ModelFile load_model_file(const std::filesystem::path& path) {
  const checkpoint::SafetensorsFile file(path);
  return read_weights(open_own_form(file, path.string()));
}

void save_model_file(const std::filesystem::path& path, const EncoderConfig& config,
                     const Parameters& parameters, const std::map<std::string, std::string>& metadata,
                     const StoredTables& tables) {
  checkpoint::Metadata texts = metadata;
  texts.insert_or_assign(kFormatKey, std::string(kFormat));
  texts[kConfigKey] = to_json(config);
  std::vector<checkpoint::Tensor> tensors;
  for (const TensorSpec& spec : parameters.layout().tensors())
    tensors.push_back(checkpoint::float_tensor(
        spec.name, stored_shape(spec), parameters.values().subspan(spec.offset, spec.rows * spec.cols)));
  for (const auto& [name, table] : tables)
    tensors.push_back(checkpoint::float_tensor(name, table.shape, table.values));
  checkpoint::write_safetensors(path, tensors, texts);
}

}  // namespace seqlens::model
