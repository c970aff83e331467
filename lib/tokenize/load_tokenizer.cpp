#include "seqlens/tokenize/load_tokenizer.h"

#include <array>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/hugging_face_json.h"
#include "seqlens/tokenize/vocabulary_text.h"

#include "json_fields.h"
#include "text_file.h"

namespace seqlens::tokenize {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array<const char*, 6> kRoles{"unk_token", "cls_token", "sep_token",
                                            "eos_token", "pad_token", "mask_token"};

/// The object in the file; nothing when there is no such file.
std::optional<json> read_object(const fs::path& path) {
  if (!fs::exists(path)) return std::nullopt;
  return JsonFields::parse_object(read_text_file(path), path.string());
}

/// A name is "<cls>" or {"content": "<cls>", ...}; null says that there is none.
std::optional<std::string> special_name(const json& value, const JsonFields& fields, const char* role) {
  if (value.is_null()) return std::nullopt;
  return value.is_object() ? fields.object(role).text("content") : fields.text(role);
}

void state_special(const std::optional<json>& object, const fs::path& path, StatedSpecial& stated) {
  if (!object) return;
  const std::string place = path.string();
  const JsonFields fields(*object, place);
  for (const char* role : kRoles)
    if (const auto found = object->find(role); found != object->end())
      stated.insert_or_assign(role, special_name(*found, fields, role));
}

/// What a folder says of itself besides the vocabulary.
struct FolderSettings {
  std::string tokenizer_class;  ///< empty: not said
  StatedSpecial special;
};

FolderSettings read_settings(const fs::path& folder) {
  const fs::path config_path = folder / "tokenizer_config.json";
  const std::optional<json> config = read_object(config_path);
  FolderSettings settings;
  state_special(config, config_path, settings.special);
  // Files that list "added_tokens_decoder" are of the newer form, in which the map is only a copy.
  if (!config || !config->contains("added_tokens_decoder")) {
    const fs::path map_path = folder / "special_tokens_map.json";
    state_special(read_object(map_path), map_path, settings.special);
  }
  if (config)
    settings.tokenizer_class =
        JsonFields(*config, config_path.string()).optional_text("tokenizer_class").value_or("");
  return settings;
}

std::unique_ptr<const Tokenizer> from_json_file(const fs::path& path) {
  return tokenizer_from_hugging_face_json(read_text_file(path), path.string());
}

std::unique_ptr<const Tokenizer> from_vocabulary_file(const fs::path& path, const StatedSpecial& special) {
  return tokenizer_from_vocabulary(read_text_file(path), path.string(), special);
}

void require_kind(const Tokenizer& tokenizer, const FolderSettings& settings, const fs::path& folder) {
  const bool is_kmer = tokenizer.kind() == "kmer";
  if (is_kmer == (settings.tokenizer_class != "EsmTokenizer")) return;
  throw InputError(folder.string(),
                   fmt::format("tokenizer_config.json says {}, but vocab.txt is that of a {} tokenizer",
                               settings.tokenizer_class, tokenizer.kind()));
}

enum class Source { vocabulary, tokenizer_json };

Source source_of(const FolderSettings& settings, const fs::path& folder) {
  const std::string& name = settings.tokenizer_class;
  if (name == "EsmTokenizer" || name == "DNATokenizer" || name == "BertTokenizer") return Source::vocabulary;
  if (name == "PreTrainedTokenizerFast") return Source::tokenizer_json;
  if (name.empty())
    return fs::exists(folder / "tokenizer.json") ? Source::tokenizer_json : Source::vocabulary;
  throw InputError(
      (folder / "tokenizer_config.json").string(),
      fmt::format("tokenizer_class '{}' is not supported; supported are EsmTokenizer, DNATokenizer, "
                  "BertTokenizer over k-mers, and PreTrainedTokenizerFast of type BPE",
                  name));
}

std::unique_ptr<const Tokenizer> from_folder(const fs::path& folder) {
  const FolderSettings settings = read_settings(folder);
  if (source_of(settings, folder) == Source::tokenizer_json) return from_json_file(folder / "tokenizer.json");
  if (!fs::exists(folder / "vocab.txt"))
    throw InputError(folder.string(), "holds neither vocab.txt nor a tokenizer.json that can be used");
  auto tokenizer = from_vocabulary_file(folder / "vocab.txt", settings.special);
  if (!settings.tokenizer_class.empty()) require_kind(*tokenizer, settings, folder);
  return tokenizer;
}

}  // namespace

std::unique_ptr<const Tokenizer> load_tokenizer(const fs::path& path) {
  if (fs::is_directory(path)) return from_folder(path);
  return path.extension() == ".json" ? from_json_file(path) : from_vocabulary_file(path, {});
}

}  // namespace seqlens::tokenize
