#include "seq-embed/loaded_model.h"

#include <cstdlib>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/model/published_model.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace seq_embed {
namespace {

using namespace seqlens;
using TokenizerPointer = std::unique_ptr<const tokenize::Tokenizer>;

constexpr const char* kTokenizerKey = "seqlens.tokenizer";

model::ModelFile load_file(const default_model::ModelLocation& location) {
  if (location.is_built_in()) return model::load_model_bytes(location.bytes, location.name);
  const bool shards = location.file.extension() == ".json";  // the index stands for its folder
  return model::load_model(shards ? location.file.parent_path() : location.file);
}

/// Of our own models in their metadata, of published ones beside the weights.
TokenizerPointer tokenizer_of(const default_model::ModelLocation& location, const model::ModelFile& file) {
  const auto stored = file.metadata.find(kTokenizerKey);
  if (stored != file.metadata.end())
    return tokenize::tokenizer_from_json(stored->second, fmt::format("{}: {}", location.name, kTokenizerKey));
  if (file.metadata.contains(model::kFormatKey))
    throw InputError(location.name, fmt::format("has no '{}' in its metadata", kTokenizerKey));
  const auto folder = location.file.parent_path();
  return tokenize::load_tokenizer(folder.empty() ? "." : folder);
}

}  // namespace

LoadedModel load_model(const std::string& wanted) {
  const char* variable = std::getenv("SEQLENS_MODEL");
  const auto location = default_model::find_model(wanted, variable ? variable : "");
  const model::ModelFile file = load_file(location);
  auto tokenizer = tokenizer_of(location, file);
  if (tokenizer->vocabulary_size() > static_cast<std::size_t>(file.config.vocabulary))
    throw InputError(location.name, fmt::format("its tokenizer has {} tokens, the model {}",
                                                tokenizer->vocabulary_size(), file.config.vocabulary));
  std::optional<model::ContactHead> contacts;
  if (file.config.contact_head) contacts = model::contact_head(file.config, file.parameters);
  return {location.name, location.digest, model::Encoder(file.config, file.parameters), std::move(contacts),
          std::move(tokenizer)};
}

}  // namespace seq_embed
