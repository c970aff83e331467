#include "seq-embed/loaded_model.h"

#include <cstdlib>

#include "seqlens/default_model/find_model.h"
#include "seqlens/model/published_model.h"
#include "seqlens/scan/model_tokenizer.h"

namespace seq_embed {
namespace {

using namespace seqlens;

model::ModelFile load_file(const default_model::ModelLocation& location) {
  if (location.is_built_in()) return model::load_model_bytes(location.bytes, location.name);
  return model::load_model(location.loaded_from());
}

}  // namespace

LoadedModel load_model(const std::string& wanted) {
  const char* variable = std::getenv("SEQLENS_MODEL");
  const auto location = default_model::find_model(wanted, variable ? variable : "");
  const model::ModelFile file = load_file(location);
  auto tokenizer = scan::model_tokenizer(file, location.loaded_from(), location.name);
  std::optional<model::ContactHead> contacts;
  if (file.config.contact_head) contacts = model::contact_head(file.config, file.parameters);
  return {location.name, location.digest, model::Encoder(file.config, file.parameters), std::move(contacts),
          std::move(tokenizer)};
}

}  // namespace seq_embed
