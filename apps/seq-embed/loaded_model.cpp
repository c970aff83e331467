#include "seq-embed/loaded_model.h"

#include <utility>

#include "seqlens/default_model/find_model.h"
#include "seqlens/scan/model_tokenizer.h"

namespace seq_embed {

using namespace seqlens;

LoadedModel load_model(const std::string& wanted) {
  const auto location = default_model::find_model(wanted);
  const model::StoredModel stored = location.open();
  auto tokenizer = scan::model_tokenizer(stored, location.loaded_from(), location.name);
  std::optional<model::ContactHead> contacts;
  if (stored.config().contact_head) contacts = model::contact_head(stored.config(), stored);
  model::Encoder encoder(stored.config(), stored);
  return {location.name, location.digest(), std::move(encoder), std::move(contacts), std::move(tokenizer)};
}

}  // namespace seq_embed
