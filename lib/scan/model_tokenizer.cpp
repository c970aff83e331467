#include "seqlens/scan/model_tokenizer.h"

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/model/model_file.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace seqlens::scan {
namespace {

using TokenizerPointer = std::unique_ptr<const tokenize::Tokenizer>;

TokenizerPointer find_tokenizer(const model::ModelView& model, const std::filesystem::path& file,
                                const std::string& place) {
  const auto stored = model.metadata.find(kTokenizerKey);
  if (stored != model.metadata.end())
    return tokenize::tokenizer_from_json(stored->second, fmt::format("{}: {}", place, kTokenizerKey));
  if (model.metadata.contains(model::kFormatKey) || file.empty())
    throw InputError(place, fmt::format("has no '{}' in its metadata", kTokenizerKey));
  if (std::filesystem::is_directory(file)) return tokenize::load_tokenizer(file);
  return tokenize::load_tokenizer(file.has_parent_path() ? file.parent_path() : ".");
}

}  // namespace

TokenizerPointer model_tokenizer(const model::ModelView& model, const std::filesystem::path& file,
                                 const std::string& place) {
  TokenizerPointer tokenizer = find_tokenizer(model, file, place);
  // A shorter one is another model's: its ids would run, and mean something else.
  if (tokenizer->vocabulary_size() != static_cast<std::size_t>(model.config.vocabulary))
    throw InputError(place, fmt::format("its tokenizer has {} tokens, the model {}",
                                        tokenizer->vocabulary_size(), model.config.vocabulary));
  return tokenizer;
}

}  // namespace seqlens::scan
