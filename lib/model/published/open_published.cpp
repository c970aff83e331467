#include "open_published.h"

#include "seqlens/core/errors.h"

#include "family.h"
#include "open_model.h"
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

void require_valid(const EncoderConfig& config, const std::string& place) {
  try {
    validate(config);
  } catch (const Error& error) {
    throw InputError(place, error.what());
  }
}

}  // namespace

std::filesystem::path config_beside(const std::filesystem::path& file_or_folder) {
  const bool folder = std::filesystem::is_directory(file_or_folder);
  const auto config = (folder ? file_or_folder : file_or_folder.parent_path()) / "config.json";
  if (std::filesystem::exists(config)) return config;
  throw InputError(file_or_folder.string(),
                   folder ? "holds no config.json, which says what a published model computes"
                          : "is no model file of ours, and no config.json lies beside it, which says what a "
                            "published model computes");
}

OpenModel open_published(const std::filesystem::path& config_json, const checkpoint::CheckpointFiles& files) {
  const HfConfig hf(config_json);
  Family family = describe(hf, files);
  require_valid(family.config, hf.place());
  ParameterLayout layout(family.config);
  NameAssignment names = assign_names(family, layout, files);
  return {.place = files.place(),
          .config = std::move(family.config),
          .layout = std::move(layout),
          .sources = std::move(names.sources),
          .files = files.mapped(),
          .metadata = {},
          .tables = {},
          .family = std::move(family.name),
          .ignored = std::move(names.ignored)};
}

}  // namespace seqlens::model
