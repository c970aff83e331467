#pragma once

#include <string>

#include "seqlens/model/model_file.h"
#include "seqlens/opened_model/opened_model.h"

#include "support/temp_dir.h"

namespace seqlens::test {

/// A model in memory, opened as a file of the folder.
inline opened_model::OpenedModel opened_file(const TempDir& folder, const model::ModelFile& file,
                                             const std::string& name = "m.safetensors",
                                             const scan::ClassifierChoices& choices = {}) {
  const auto path = folder.path() / name;
  model::save_model_file(path, file.config, file.parameters, file.metadata, file.tables);
  return opened_model::OpenedModel(path.string(), choices);
}

}  // namespace seqlens::test
