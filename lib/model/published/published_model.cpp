#include "seqlens/model/published_model.h"

#include "seqlens/model/stored_model.h"

#include "open_model.h"
#include "open_published.h"

namespace seqlens::model {

PublishedModel load_published_model(const std::filesystem::path& config_json,
                                    const std::filesystem::path& weights) {
  const checkpoint::CheckpointFiles files(weights);
  const OpenModel model = open_published(config_json, files);
  return {.model = read_weights(model), .family = model.family, .ignored = model.ignored};
}

PublishedModel load_published_model(const std::filesystem::path& file_or_folder) {
  return load_published_model(config_beside(file_or_folder), file_or_folder);
}

ModelFile load_model(const std::filesystem::path& file_or_folder) {
  return StoredModel(file_or_folder).load();
}

}  // namespace seqlens::model
